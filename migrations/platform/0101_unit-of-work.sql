-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

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

-- Ends a unit of work whose events would go deeper than allowed.
create function platform.refuse_event(name text, depth int, depth_cap int, causation uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '"%" would be event number % in a chain, and % are allowed', name, depth + 1, depth_cap + 1
    using errcode = 'WA002', detail = platform.event_chain(causation);
end
$$;

-- Until when an Idempotency-Key is taken, once it is taken again. Only one that has expired can be.
create function platform.take_again(expired_at timestamptz, expires_at timestamptz) returns timestamptz
language plpgsql
as $$
begin
  if expired_at > now() then
    raise exception 'the Idempotency-Key was used already' using errcode = 'WA004';
  end if;
  return expires_at;
end
$$;

-- Writes the jobs that a unit of work asks for, as pg-boss's own insert writes them, which a test compares. It sends no
-- NOTIFY: commits with one queue behind one lock.
create function platform.enqueue_jobs(unit jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  unit_organization constant uuid := (unit ->> 'organizationId')::uuid;
  missing text;
  outcome jsonb;
begin
  if unit_organization is distinct from (nullif(current_setting('app.organization_id', true), ''))::uuid then
    raise exception 'a unit of work of organization % was ended in the transaction of "%"',
        unit_organization, current_setting('app.organization_id', true)
      using errcode = 'WA001';
  end if;

  with requested as materialized (
    select j.id, j.queue, q.plugin_id, j.position, j.priority,
      coalesce(unit_organization || ':' || j.key, j.id::text) as singleton_key,
      case jsonb_typeof(j.start_after)
        when 'number' then pgboss.job_now() + (j.start_after #>> '{}')::float8 * interval '1 s'
        when 'string' then (j.start_after #>> '{}')::timestamptz
        else pgboss.job_now()
      end as start_after,
      jsonb_build_object(
        'organizationId', unit_organization, 'plugin', q.plugin_id, 'payload', j.payload,
        'correlationId', unit ->> 'correlationId', 'causationId', unit ->> 'causationId',
        'depth', (unit ->> 'depth')::int, 'actorId', unit ->> 'actorId')
        || jsonb_strip_nulls(jsonb_build_object('traceparent', unit ->> 'traceparent',
          'scheduledFor', j.scheduled_for)) as data
    from (
      select coalesce((job ->> 'id')::uuid, uuidv7()) as id, job ->> 'queue' as queue, ordinality as position,
        coalesce(job -> 'payload', 'null') as payload, job -> 'startAfter' as start_after,
        coalesce((job ->> 'priority')::int, 0) as priority, job ->> 'key' as key,
        job ->> 'scheduledFor' as scheduled_for
      from jsonb_array_elements(unit -> 'jobs') with ordinality as a (job, ordinality)
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
      'jobs', (
        select jsonb_agg(jsonb_build_object('queue', r.queue, 'id', coalesce(
            (select i.id from inserted i where i.name = r.queue and i.singleton_key = r.singleton_key),
            -- A job of this key waits already.
            (select w.id from pgboss.job w
             where w.name = r.queue and coalesce(w.singleton_key, '') = r.singleton_key
               and w.state = 'created' and w.policy = 'short' limit 1)
          )) order by r.position)
        from requested r),
      'queues', coalesce((select jsonb_agg(distinct i.name) from inserted i), '[]'))
  into missing, outcome;

  if missing is not null then
    raise exception 'no queue is registered under %', missing using errcode = 'WA003';
  end if;
  return outcome;
end
$$;

grant create on schema platform to wasla_system;
alter function platform.enqueue_jobs(jsonb) owner to wasla_system;
alter function platform.event_chain(uuid) owner to wasla_system;
alter function platform.refuse_event(text, int, int, uuid) owner to wasla_system;
revoke create on schema platform from wasla_system;
set local role wasla_system;
revoke execute on function platform.enqueue_jobs(jsonb), platform.event_chain(uuid),
  platform.refuse_event(text, int, int, uuid) from public;
grant execute on function platform.enqueue_jobs(jsonb), platform.refuse_event(text, int, int, uuid) to wasla_app;
set local role wasla_owner;
revoke execute on function platform.take_again(timestamptz, timestamptz) from public;
grant execute on function platform.take_again(timestamptz, timestamptz) to wasla_app;
