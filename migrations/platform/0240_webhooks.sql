-- Addresses of other systems that are told of events.
create table platform.webhook_endpoints (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  url text not null,
  description text not null default '',
  -- Names of events, or '*' for all.
  events text[] not null check (cardinality(events) > 0),
  enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  -- Its owners have not been told yet that it was disabled.
  sealed_secret text not null,
  -- Signs too, until the receiver knows the new one.
  sealed_previous_secret text,
  previous_secret_until timestamptz,
  created_at timestamptz not null default now(),
  unique (organization_id, id)
);


-- One event for one endpoint. What is sent is read from the event log, so that nothing about people is kept twice.
create table platform.webhook_deliveries (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  endpoint_id uuid not null references platform.webhook_endpoints (id) on delete cascade,
  event_id uuid not null,
  event text not null,
  occurred_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  -- Since it was last asked for.
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  unique (endpoint_id, event_id)
);

create index webhook_deliveries_due_idx on platform.webhook_deliveries (endpoint_id, next_attempt_at) where status = 'waiting';
create index webhook_deliveries_running_idx on platform.webhook_deliveries (endpoint_id) where lease_until is not null;
create index webhook_deliveries_listed_idx on platform.webhook_deliveries (organization_id, endpoint_id, id desc);
create index webhook_deliveries_created_at_idx on platform.webhook_deliveries (created_at);

create table platform.webhook_attempts (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  delivery_id uuid not null references platform.webhook_deliveries (id) on delete cascade,
  endpoint_id uuid not null,
  at timestamptz not null default now(),
  duration_ms int not null,
  succeeded boolean not null,
  response_status int,
  response_excerpt text,
  error text
);

create index webhook_attempts_delivery_id_idx on platform.webhook_attempts (delivery_id, id);
create index webhook_attempts_success_idx on platform.webhook_attempts (endpoint_id, at) where succeeded;

select platform.isolate_table('platform.webhook_endpoints');
select platform.isolate_table('platform.webhook_deliveries');
select platform.isolate_table('platform.webhook_attempts');
select platform.audit_table('platform.webhook_endpoints', 'platform');
grant select, insert, update, delete on platform.webhook_endpoints to wasla_app;
grant select, update on platform.webhook_deliveries to wasla_app;
grant select on platform.webhook_attempts to wasla_app;

-- The relay calls it with each event once, so that none is missed and none is told that did not happen.
create function platform.deliver_to_webhooks(events platform.event_log[]) returns void
-- Planned once a connection: for most batches there is nothing to write, and planning is all it costs.
language plpgsql set plan_cache_mode = force_generic_plan
as $$
begin
  insert into platform.webhook_deliveries (organization_id, endpoint_id, event_id, event, occurred_at)
  select l.organization_id, e.id, l.id, l.name, l.occurred_at
  from unnest(events) as l
  join platform.webhook_endpoints e on e.organization_id = l.organization_id
  -- What changes about the organization itself is for its own pages only.
  where e.enabled and e.events && array[l.name, '*'] and l.plugin_id <> 'platform'
  order by l.id, e.id
  -- An endpoint that is deleted at this moment must not fail the relay.
  for key share of e;
end
$$;

revoke execute on function platform.deliver_to_webhooks(platform.event_log[]) from public;
grant execute on function platform.deliver_to_webhooks(platform.event_log[]) to wasla_system;
