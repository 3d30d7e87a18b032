-- The pair by which push services know this platform (RFC 8292). All hosts of a database use the same.
create table platform.vapid_keys (
  id int primary key default 1 check (id = 1),
  public_key text not null,
  sealed_private_key text not null
);

-- Browsers that show notifications. One stops when the session in which it was registered ends.
create table platform.push_subscriptions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references platform.users (id) on delete cascade,
  session_id uuid not null references platform.sessions (id) on delete cascade,
  -- Of the push service's address, which lets whoever knows it send to the browser.
  endpoint_hash bytea not null unique,
  sealed_subscription text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

create index push_subscriptions_user_id_idx on platform.push_subscriptions (user_id);
create index push_subscriptions_session_id_idx on platform.push_subscriptions (session_id);

-- What leaves the platform: one row a person and channel, and one a browser for pushes.
create table platform.notification_messages (
  id uuid primary key default uuidv7(),
  -- None, where it is about a person's account.
  organization_id uuid references platform.organizations (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  request_id uuid not null,
  kind text not null,
  channel text not null check (channel in ('email', 'push', 'sms')),
  subscription_id uuid references platform.push_subscriptions (id) on delete cascade,
  -- Instead of the person's present address: a notice that it changed goes to the old one.
  address text,
  security boolean not null default false,
  language text not null check (language in ('ar', 'en')),
  title text not null,
  body text not null,
  link text,
  attempts int not null default 0,
  -- After the person's quiet hours; while it is sent, until when this host has it.
  not_before timestamptz not null default now(),
  unique nulls not distinct (request_id, user_id, channel, subscription_id, address),
  check ((channel = 'push') = (subscription_id is not null))
);

create index notification_messages_due_idx on platform.notification_messages (channel, not_before);
create index notification_messages_user_id_idx on platform.notification_messages (organization_id, user_id);
create index notification_messages_subscription_id_idx on platform.notification_messages (subscription_id);

select platform.isolate_table('platform.notification_messages');
