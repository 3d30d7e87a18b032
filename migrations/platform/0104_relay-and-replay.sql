-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- How far the log has become jobs: every event that this snapshot sees has its own. A snapshot and not an id or a time,
-- since an event may be committed long after others that got theirs later: it is then one that this does not see.
create table platform.event_relay (
  "only" boolean primary key default true check ("only"),
  seen pg_snapshot not null default pg_current_snapshot(),
  moved_at timestamptz not null default now()
);

insert into platform.event_relay default values;

-- What waits for the relay.
create view platform.unrelayed_events with (security_invoker) as
  select l.* from platform.event_log l, platform.event_relay r
  where l.transaction >= pg_snapshot_xmax(r.seen) or l.transaction = any (array(select pg_snapshot_xip(r.seen)));

grant select on platform.event_relay, platform.unrelayed_events to wasla_system;

-- The id of the job that brings an event to a subscriber: the same pair can never be queued twice.
create function platform.delivery_id(event_id uuid, subscriber text) returns uuid
language sql immutable parallel safe
as $$ select md5(event_id::text || ' ' || subscriber)::uuid $$;

-- Writes one job per event and subscriber of the registry, or for one subscriber only; tells the queues they went to.
create function platform.write_deliveries(events platform.event_log[], only_subscriber text) returns text[]
-- Planned once a connection, as for few: nothing here is looked up but by its key.
language plpgsql set plan_cache_mode = force_generic_plan
as $$
declare
  missing text;
  queues text[];
begin
  -- What all subscribers are told is put together once.
  with told as materialized (
    select e.id, e.name, e.organization_id, e.occurred_at, e.ordinality,
      jsonb_build_object(
        'organizationId', e.organization_id, 'payload', e.payload, 'eventId', e.id,
        'event', jsonb_build_object('name', e.name, 'version', e.version, 'occurredAt', e.occurred_at,
          'aggregate', e.aggregate, 'aggregateVersion', e.aggregate_version),
        'correlationId', e.correlation_id, 'causationId', e.causation_id, 'depth', e.depth, 'actorId', e.actor_id)
        || case when e.traceparent is null then '{}' else jsonb_build_object('traceparent', e.traceparent) end as data
    from unnest(events) with ordinality as e
    where exists (select from platform.event_subscribers s where s.event = e.name)
  ), wanted as materialized (
    select platform.delivery_id(e.id, s.name) as delivery_id, s.queue,
      e.data || jsonb_build_object('plugin', s.plugin_id) as data, e.occurred_at, e.organization_id, e.ordinality
    from told e join platform.event_subscribers s on s.event = e.name
    where only_subscriber is null or s.name = only_subscriber
  ), inserted as (
    insert into pgboss.job (id, name, data, start_after, created_on, group_id, expire_seconds, deletion_seconds,
      keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    select w.delivery_id, w.queue, w.data,
      pgboss.job_now(), w.occurred_at, w.organization_id::text, q.expire_seconds, q.deletion_seconds,
      pgboss.job_now() + q.retention_seconds * interval '1 s', q.retry_limit, q.retry_delay, q.retry_backoff,
      q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    from wanted w join pgboss.queue q on q.name = w.queue
    order by w.ordinality
    on conflict do nothing
    returning name
  )
  select (select string_agg(distinct w.queue, ', ') from wanted w
      where not exists (select from pgboss.queue q where q.name = w.queue)),
    (select coalesce(array_agg(distinct i.name), '{}') from inserted i)
  into missing, queues;
  if missing is not null then
    raise exception 'no queue is registered under %', missing using errcode = 'WA003';
  end if;
  return queues;
end
$$;

-- A snapshot as if nothing after this transaction had begun.
create function platform.snapshot_until(seen pg_snapshot, last_transaction xid8) returns pg_snapshot
language sql immutable
as $$
  select format('%s:%s:%s', coalesce(min(running)::text, upper_end), upper_end,
    string_agg(running::text, ',' order by running))::pg_snapshot
  from (select (last_transaction::text::numeric + 1)::text as upper_end) u
  left join pg_snapshot_xip(seen) as running on running <= last_transaction
  group by upper_end
$$;

-- Turns events of the log into jobs and webhook deliveries: those that are visible now and were not when it was last
-- called. About so many at once; one transaction's go together. `more` asks for another call.
create function platform.relay_events(at_most int, out relayed int, out queues text[], out more boolean)
language plpgsql set enable_seqscan = off
as $$
declare
  before pg_snapshot;
  running xid8[];
  last_transaction xid8;
  seen_now pg_snapshot;
  chosen platform.event_log[];
begin
  relayed := 0;
  queues := '{}';
  more := false;
  -- One at a time, and taken before the snapshots below, so that each sees what the holder before it committed.
  if not pg_try_advisory_xact_lock(hashtextextended('platform.relay_events', 0)) then
    return;
  end if;
  select r.seen into before from platform.event_relay r;
  if pg_snapshot_xmax(before) > pg_snapshot_xmax(pg_current_snapshot()) then
    perform platform.adopt_event_log();
    more := true;
    return;
  end if;
  running := array(select pg_snapshot_xip(before));

  select l.transaction into last_transaction from platform.event_log l
  where l.transaction >= pg_snapshot_xmax(before)
  order by l.transaction, l.id offset at_most - 1 limit 1;
  select pg_current_snapshot(), array_agg(l order by l.transaction, l.id) into seen_now, chosen
  from platform.event_log l
  where l.transaction >= pg_snapshot_xmax(before) and (last_transaction is null or l.transaction <= last_transaction)
    or l.transaction = any (running);
  if chosen is null then
    return;
  end if;

  queues := platform.write_deliveries(chosen, null);
  perform platform.deliver_to_webhooks(chosen);
  update platform.event_relay r set moved_at = now(), seen = case
    when last_transaction is null then seen_now
    else platform.snapshot_until(seen_now, last_transaction)
  end;
  relayed := cardinality(chosen);
  more := last_transaction is not null;
end
$$;

-- In a database that was restored into another server the log's transactions are that one's and mean nothing here. What
-- had its jobs there gets a transaction that everybody sees, the rest this one, which the relay has yet to see.
create function platform.adopt_event_log() returns void
language plpgsql
as $$
declare
  adopting constant xid8 := pg_current_xact_id();
  seen_here pg_snapshot;
begin
  -- Whoever writes to the log has ended, and nobody goes on, until this is committed.
  lock table platform.event_log in share row exclusive mode;
  update platform.event_log l set transaction = case
    when pg_visible_in_snapshot(l.transaction, r.seen) and l.occurred_at <= r.moved_at then '3'::xid8
    else adopting
  end
  from platform.event_relay r;
  seen_here := pg_current_snapshot();
  update platform.event_relay r set seen = case
    when pg_snapshot_xmax(seen_here) <= adopting then seen_here
    else platform.snapshot_until(seen_here, (adopting::text::numeric - 1)::text::xid8)
  end;
end
$$;

-- Delivers events of the log to one subscriber once more: their effects are forgotten, and their jobs go back to the
-- beginning, or are written anew where they are gone. Those that are on their way anyway stay as they are.
create function platform.replay_events(subscriber_name text, organization uuid, since timestamptz, until timestamptz,
  at_most int) returns int
language plpgsql
as $$
declare
  target platform.event_subscribers;
  chosen uuid[];
begin
  select s.* into target from platform.event_subscribers s where s.name = subscriber_name;
  if not found then
    return null;
  end if;
  select array_agg(e.id) into chosen
  from (
    select l.id from platform.event_log l
    where l.name = target.event and l.occurred_at >= since and l.occurred_at < until
      and (organization is null or l.organization_id = organization)
      and not exists (
        select from pgboss.job j
        where j.name = target.queue and j.id = platform.delivery_id(l.id, subscriber_name)
          and j.state in ('created', 'retry', 'active'))
      and not exists (select from platform.parked_jobs p where p.id = platform.delivery_id(l.id, subscriber_name))
    order by l.transaction, l.id
    limit at_most
  ) e;
  if chosen is null then
    return 0;
  end if;
  delete from platform.subscriber_effects f where f.subscriber = subscriber_name and f.event_id = any (chosen);
  delete from pgboss.job j
  where j.name = target.queue and j.state in ('completed', 'failed', 'cancelled')
    and j.id = any (select platform.delivery_id(e, subscriber_name) from unnest(chosen) as e);
  perform platform.write_deliveries(
    array(select l from platform.event_log l where l.id = any (chosen) order by l.transaction, l.id), subscriber_name);
  return cardinality(chosen);
end
$$;

revoke execute on function platform.delivery_id(uuid, text), platform.write_deliveries(platform.event_log[], text),
  platform.snapshot_until(pg_snapshot, xid8), platform.relay_events(int), platform.adopt_event_log(),
  platform.replay_events(text, uuid, timestamptz, timestamptz, int) from public;
grant execute on function platform.delivery_id(uuid, text), platform.write_deliveries(platform.event_log[], text),
  platform.snapshot_until(pg_snapshot, xid8), platform.relay_events(int), platform.adopt_event_log(),
  platform.replay_events(text, uuid, timestamptz, timestamptz, int) to wasla_system;
