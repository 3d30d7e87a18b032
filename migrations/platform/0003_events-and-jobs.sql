-- What modules announced, by month, so that what is too old goes as a whole. `transaction` orders what readers have not
-- seen yet: an event may be committed long after another that got its id later.
create table platform.event_log (
  id uuid not null default uuidv7(),
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
  traceparent text,
  occurred_at timestamptz not null default now(),
  transaction xid8 not null default pg_current_xact_id(),
  primary key (id, occurred_at)
) partition by range (occurred_at);

-- Every request that announces something pays for each index, so one serves three: the event before one of the same thing,
-- what an organization announced, and, since the server skips through it, all of a name. It is whole, as evaluating a
-- condition costs a write as much as another index.
create index event_log_aggregate_idx on platform.event_log (organization_id, name, aggregate, aggregate_version);
create index event_log_transaction_idx on platform.event_log (transaction, id);
create index event_log_correlation_id_idx on platform.event_log (correlation_id);

-- For a host whose clock or maintenance is far behind; normally empty.
create table platform.event_log_otherwise partition of platform.event_log default;

-- Makes the partition of one month, and moves there what waited in the default one.
create function platform.add_event_log_month(day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  first_day constant date := date_trunc('month', day);
  next_month constant date := first_day + interval '1 month';
  partition constant text := 'event_log_' || to_char(first_day, 'YYYY_MM');
begin
  if to_regclass(format('platform.%I', partition)) is not null then
    return;
  end if;
  execute format('create table platform.%I (like platform.event_log including defaults)', partition);
  execute format(
    'with moved as (delete from platform.event_log_otherwise where occurred_at >= %L and occurred_at < %L returning *)
     insert into platform.%I select * from moved', first_day, next_month, partition);
  execute format('alter table platform.event_log attach partition platform.%I for values from (%L) to (%L)',
    partition, first_day, next_month);
end
$$;

-- Makes the partitions of the months to come and drops those that ended before the retention. Returns how many went.
create function platform.keep_event_log(months_ahead int, keep interval) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  old text;
  dropped int := 0;
begin
  -- One host is enough, and two would deadlock.
  if not pg_try_advisory_xact_lock(hashtextextended('platform.keep_event_log', 0)) then
    return 0;
  end if;
  for month in 0 .. months_ahead loop
    perform platform.add_event_log_month((now() + month * interval '1 month')::date);
  end loop;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'platform.event_log'::regclass and c.relname ~ '^event_log_\d{4}_\d{2}$'
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= now() - keep
  loop
    execute format('drop table platform.%I', old);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

grant execute on function platform.keep_event_log(int, interval) to wasla_system;

select platform.add_event_log_month((now() + month * interval '1 month')::date) from generate_series(-1, 3) as month;

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

-- Effects are as old as the events they belong to, in the order of the table's pages.
create index subscriber_effects_at_idx on platform.subscriber_effects using brin (at);

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

-- `key` is a digest of principal, route and Idempotency-Key: short to compare, and nobody's key can be read here.
create table platform.idempotency_keys (
  organization_id uuid not null,
  key bytea not null,
  body_hash bytea not null,
  -- Null while the response is not known.
  status int,
  -- Null while `body` is not the response's text but the result of the write, as JSON: nothing in here is looked into.
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (organization_id, key)
);

create index idempotency_keys_expires_at_idx on platform.idempotency_keys using brin (expires_at);
