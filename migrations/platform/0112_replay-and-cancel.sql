-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- Delivers events of the log to one subscriber once more: their effects are forgotten, and their jobs go back to the
-- beginning, or are written anew where they are gone. Those that are on their way anyway stay as they are.
create function platform.replay_events(subscriber_name text, organization uuid, since timestamptz, until timestamptz,
  at_most int) returns int
language plpgsql
as $$
declare
  target platform.event_subscribers;
  queue_options pgboss.queue;
  chosen uuid[];
begin
  select s.* into target from platform.event_subscribers s where s.name = subscriber_name;
  if not found then
    return null;
  end if;
  select q.* into queue_options from pgboss.queue q where q.name = target.queue;
  select array_agg(e.id order by e.transaction, e.id) into chosen
  from (
    select l.id, l.transaction from platform.event_log l
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
  insert into pgboss.job (id, name, data, start_after, created_on, group_id, expire_seconds, deletion_seconds,
    keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  select platform.delivery_id(l.id, subscriber_name), target.queue,
    jsonb_build_object(
      'organizationId', l.organization_id, 'plugin', target.plugin_id, 'payload', l.payload, 'eventId', l.id,
      'event', jsonb_build_object('name', l.name, 'version', l.version, 'occurredAt', l.occurred_at,
        'aggregate', l.aggregate, 'aggregateVersion', l.aggregate_version),
      'correlationId', l.correlation_id, 'causationId', l.causation_id, 'depth', l.depth, 'actorId', l.actor_id),
    pgboss.job_now(), pgboss.job_now(), l.organization_id::text, queue_options.expire_seconds,
    queue_options.deletion_seconds, pgboss.job_now() + queue_options.retention_seconds * interval '1 s',
    queue_options.retry_limit, queue_options.retry_delay, queue_options.retry_backoff, queue_options.retry_delay_max,
    queue_options.policy, queue_options.dead_letter, queue_options.heartbeat_seconds
  from unnest(chosen) with ordinality as c (id, position)
  join platform.event_log l on l.id = c.id
  order by c.position
  on conflict do nothing;
  return cardinality(chosen);
end
$$;

revoke execute on function platform.replay_events(text, uuid, timestamptz, timestamptz, int) from public;
grant execute on function platform.replay_events(text, uuid, timestamptz, timestamptz, int) to wasla_system;

-- What a singleton says of itself, and what its process needs: shown to the operator.
alter table platform.singleton_leases
  add column state text not null default 'running',
  add column started_at timestamptz,
  add column restarts int not null default 0,
  add column last_error text,
  add column host_name text,
  add column host_memory bigint;
