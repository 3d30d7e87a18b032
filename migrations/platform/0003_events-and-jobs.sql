create table platform.event_log (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  plugin_id text not null,
  name text not null,
  version int not null,
  payload jsonb not null,
  aggregate text,
  aggregate_version bigint,
  correlation_id uuid not null,
  causation_id uuid,
  depth int not null default 0,
  actor_id uuid,
  request_id text,
  occurred_at timestamptz not null default now()
);

create index event_log_organization_id_idx on platform.event_log (organization_id, occurred_at);
create index event_log_name_idx on platform.event_log (name, occurred_at);

-- Registries, written at migration: an event becomes one job per subscriber whatever the producing
-- host has loaded.
create table platform.event_subscribers (
  name text primary key,
  plugin_id text not null,
  event text not null,
  queue text not null,
  version int not null
);

create index event_subscribers_event_idx on platform.event_subscribers (event);

create table platform.job_queues (
  queue text primary key,
  plugin_id text not null,
  options jsonb not null default '{}'
);

create table platform.subscriber_effects (
  subscriber text not null,
  event_id uuid not null,
  organization_id uuid not null,
  at timestamptz not null default now(),
  primary key (subscriber, event_id)
);

-- Work for a module that is off. pg-boss would delete queued jobs after its retention.
create table platform.parked_jobs (
  id uuid primary key,
  organization_id uuid not null,
  module_id text not null,
  queue text not null,
  payload jsonb not null,
  sequence bigint generated always as identity,
  parked_at timestamptz not null default now(),
  expires_at timestamptz
);

create index parked_jobs_module_idx on platform.parked_jobs (organization_id, module_id, sequence);

create table platform.idempotency_keys (
  organization_id uuid not null,
  principal text not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status int,
  headers jsonb,
  body jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (organization_id, principal, route, key)
);

create index idempotency_keys_expires_at_idx on platform.idempotency_keys (expires_at);
