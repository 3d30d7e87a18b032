create index event_log_aggregate_idx
  on platform.event_log (organization_id, aggregate, name, aggregate_version)
  where aggregate is not null;

-- The id of the job that brings an event to a subscriber: the same pair can never be queued twice.
create function platform.delivery_id(event_id uuid, subscriber text) returns uuid
language sql immutable parallel safe
as $$ select md5(event_id::text || ' ' || subscriber)::uuid $$;

-- The names of the events that led to one, oldest first.
create function platform.event_chain(last_event uuid) returns text
language sql stable
as $$
  with recursive chain as (
    select e.name, e.causation_id, e.depth from platform.event_log e where e.id = last_event
    union all
    select e.name, e.causation_id, e.depth
    from chain c join platform.event_log e on e.id = c.causation_id
    where c.depth > 0
  )
  select string_agg(name, ' → ' order by depth) from chain
$$;

-- The epilogue of a unit of work: event log, one job per event and subscriber, the jobs asked for, the
-- meters and the result of the idempotent request, in one call. Jobs are written as pg-boss's own insert
-- writes them, which a test compares. It sends no NOTIFY: commits with one queue behind one lock.
create function platform.commit_unit(unit jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  unit_organization constant uuid := (unit ->> 'organizationId')::uuid;
  unit_plugin constant text := unit ->> 'pluginId';
  unit_actor constant uuid := (unit ->> 'actorId')::uuid;
  unit_request constant text := unit ->> 'requestId';
  unit_correlation constant uuid := coalesce((unit ->> 'correlationId')::uuid, uuidv7());
  unit_causation constant uuid := (unit ->> 'causationId')::uuid;
  unit_depth constant int := coalesce((unit ->> 'depth')::int, 0);
  depth_cap constant int := coalesce((unit ->> 'maxDepth')::int, 16);
  claim constant jsonb := unit -> 'idempotency';
  missing text;
  outcome jsonb;
begin
  if unit_organization is distinct from (nullif(current_setting('app.organization_id', true), ''))::uuid then
    raise exception 'a unit of work of organization % was ended in the transaction of "%"',
        unit_organization, current_setting('app.organization_id', true)
      using errcode = 'WA001';
  end if;
  if unit_depth > depth_cap and jsonb_array_length(coalesce(unit -> 'events', '[]')) > 0 then
    raise exception '"%" would be event number % in a chain, and % are allowed',
        unit #>> '{events,0,name}', unit_depth + 1, depth_cap + 1
      using errcode = 'WA002', detail = platform.event_chain(unit_causation);
  end if;

  with entries as materialized (
    select uuidv7() as id, ordinality as position, entry ->> 'name' as name, (entry ->> 'version')::int as version,
      coalesce(entry -> 'payload', 'null') as payload, entry ->> 'aggregate' as aggregate,
      (entry ->> 'aggregateVersion')::bigint as aggregate_version
    from jsonb_array_elements(coalesce(unit -> 'events', '[]')) with ordinality as e (entry, ordinality)
  ), logged as (
    insert into platform.event_log (id, organization_id, plugin_id, name, version, payload, aggregate,
      aggregate_version, correlation_id, causation_id, depth, actor_id, request_id)
    select e.id, unit_organization, unit_plugin, e.name, e.version, e.payload, e.aggregate, e.aggregate_version,
      unit_correlation, unit_causation, unit_depth, unit_actor, unit_request
    from entries e order by e.position
  ), metered as (
    insert into platform.meter_events (organization_id, meter, event_id, quantity)
    select unit_organization, m ->> 'meter', m ->> 'key', (m ->> 'quantity')::bigint
    from jsonb_array_elements(coalesce(unit -> 'meters', '[]')) as m
    on conflict do nothing
  ), settled as (
    -- The answer itself is not known yet; this is what it can be made of if the host dies before it is.
    update platform.idempotency_keys k set body = claim -> 'result'
    where k.organization_id = unit_organization and k.principal = claim ->> 'principal' and k.route = claim ->> 'route' and k.key = claim ->> 'key'
  ), requested as materialized (
    select platform.delivery_id(e.id, s.name) as id, s.queue, s.plugin_id, e.position, 'delivery' as kind, 0 as priority,
      null::text as singleton_key, pgboss.job_now() as start_after,
      jsonb_build_object(
        'organizationId', unit_organization, 'plugin', s.plugin_id, 'payload', e.payload, 'eventId', e.id,
        'event', jsonb_build_object('name', e.name, 'version', e.version, 'occurredAt', now(),
          'aggregate', e.aggregate, 'aggregateVersion', e.aggregate_version),
        'correlationId', unit_correlation, 'causationId', unit_causation, 'depth', unit_depth,
        'actorId', unit_actor) as data
    from entries e join platform.event_subscribers s on s.event = e.name
    union all
    select j.id, j.queue, q.plugin_id, j.position, 'job', j.priority,
      coalesce(unit_organization || ':' || j.key, j.id::text),
      case jsonb_typeof(j.start_after)
        when 'number' then pgboss.job_now() + (j.start_after #>> '{}')::float8 * interval '1 s'
        when 'string' then (j.start_after #>> '{}')::timestamptz
        else pgboss.job_now()
      end,
      jsonb_build_object(
        'organizationId', unit_organization, 'plugin', q.plugin_id, 'payload', j.payload,
        'correlationId', unit_correlation, 'causationId', unit_causation, 'depth', unit_depth,
        'actorId', unit_actor)
    from (
      select coalesce((job ->> 'id')::uuid, uuidv7()) as id, job ->> 'queue' as queue, ordinality as position,
        coalesce(job -> 'payload', 'null') as payload, job -> 'startAfter' as start_after,
        coalesce((job ->> 'priority')::int, 0) as priority, job ->> 'key' as key
      from jsonb_array_elements(coalesce(unit -> 'jobs', '[]')) with ordinality as a (job, ordinality)
    ) j
    left join platform.job_queues q on q.queue = j.queue
  ), inserted as (
    insert into pgboss.job (id, name, data, priority, start_after, created_on, singleton_key, group_id,
      expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      policy, dead_letter, heartbeat_seconds)
    select r.id, r.queue, r.data, r.priority, r.start_after, pgboss.job_now(), r.singleton_key,
      unit_organization::text, q.expire_seconds, q.deletion_seconds,
      r.start_after + q.retention_seconds * interval '1 s', q.retry_limit, q.retry_delay, q.retry_backoff,
      q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    from requested r join pgboss.queue q on q.name = r.queue
    -- One order everywhere, so that two units with the same keys wait for each other instead of deadlocking.
    order by r.queue, r.singleton_key, r.position
    on conflict do nothing
    returning id, name, singleton_key
  )
  select
    (select string_agg(distinct r.queue, ', ') from requested r
     where r.plugin_id is null or not exists (select from pgboss.queue q where q.name = r.queue)),
    jsonb_build_object(
      'events', coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name) order by e.position)
        from entries e), '[]'),
      'jobs', coalesce((
        select jsonb_agg(jsonb_build_object('queue', r.queue, 'id', coalesce(
            (select i.id from inserted i where i.name = r.queue and i.singleton_key = r.singleton_key),
            -- A job of this key waits already.
            (select w.id from pgboss.job w
             where w.name = r.queue and coalesce(w.singleton_key, '') = r.singleton_key
               and w.state = 'created' and w.policy = 'short' limit 1)
          )) order by r.position)
        from requested r where r.kind = 'job'), '[]'),
      'queues', coalesce((select jsonb_agg(distinct i.name) from inserted i), '[]'))
  into missing, outcome;

  if missing is not null then
    raise exception 'no queue is registered under %', missing using errcode = 'WA003';
  end if;
  return outcome;
end
$$;

grant create on schema platform to wasla_system;
alter function platform.commit_unit(jsonb) owner to wasla_system;
alter function platform.event_chain(uuid) owner to wasla_system;
revoke create on schema platform from wasla_system;
set local role wasla_system;
revoke execute on function platform.commit_unit(jsonb), platform.event_chain(uuid) from public;
grant execute on function platform.commit_unit(jsonb) to wasla_app;
set local role wasla_owner;
revoke execute on function platform.delivery_id(uuid, text) from public;
grant execute on function platform.delivery_id(uuid, text) to wasla_app, wasla_system;
