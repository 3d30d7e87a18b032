-- Messages of other systems that were taken in, so that each is taken once.
create table platform.received_messages (
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  -- What received it: the name of a webhook, or any other of the plugin's own.
  source text not null,
  account text not null,
  message_id text not null,
  received_at timestamptz not null default now(),
  primary key (organization_id, source, account, message_id)
);

create index received_messages_received_at_idx on platform.received_messages using brin (received_at);

select platform.isolate_table('platform.received_messages');
grant select, insert on platform.received_messages to wasla_app;
