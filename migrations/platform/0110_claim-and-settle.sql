-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- What a claim walks: the due jobs of a queue, one organization after the other. The workers call this when they
-- start, since a new database has pg-boss's tables only after its first migration.
create function platform.index_waiting_jobs() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regclass('pgboss.job_waiting_by_group_idx') is null then
    create index job_waiting_by_group_idx on pgboss.job (name, group_id, priority desc, created_on, start_after)
      where state < 'active' and not blocked;
  end if;
exception when duplicate_table or unique_violation then
  -- Another worker was quicker.
  null;
end
$$;

revoke execute on function platform.index_waiting_jobs() from public;
grant execute on function platform.index_waiting_jobs() to wasla_system;

-- Claims due jobs of a queue for as many organizations as there is room, each with an equal part of it and never
-- more at once than its cap over all hosts; it begins behind the organization at which the last claim ended and
-- passes by those left out. It never goes through another organization's backlog, and the events of one thing are with
-- one host at a time: another would only find that it must wait.
-- The lock per organization makes the cap exact: the second statement sees what the holder before it committed.
-- `visited` tells where to go on, null when the end was reached; a row without an id tells only that.
create function platform.claim_jobs(queue text, room int, per_organization int, after_organization text,
  leave_out text[])
returns table (id uuid, data jsonb, attempt int, visited text)
-- Planned once a connection: planning costs as much as claiming a batch.
language plpgsql set plan_cache_mode = force_generic_plan
as $$
declare
  organizations text[];
  ends_at text;
begin
  with recursive walked (organization) as (
    (select j.group_id from pgboss.job j
     where j.name = queue and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
       and j.group_id > after_organization and j.group_id <> all (leave_out)
     order by j.group_id limit 1)
    union all
    select (select j.group_id from pgboss.job j
      where j.name = queue and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
        and j.group_id > w.organization and j.group_id <> all (leave_out)
      order by j.group_id limit 1)
    from walked w where w.organization is not null
  )
  select array_agg(w.organization) into organizations
  from (select walked.organization from walked where walked.organization is not null limit room) w;
  if organizations is null then
    return;
  end if;
  -- In one order everywhere, so that two claims wait for each other instead of deadlocking.
  perform pg_advisory_xact_lock(hashtextextended(queue || ' ' || o.organization, 0))
  from unnest(organizations) with ordinality as o (organization, position) order by o.position;
  if cardinality(organizations) = room then
    ends_at := organizations[room];
  end if;

  return query
  with taken as materialized (
    select c.id
    from unnest(organizations) as o (organization)
    cross join lateral (
      select least(ceil(room::float8 / cardinality(organizations))::int, per_organization - count(*)::int) as jobs,
        coalesce(array_agg(a.data #>> '{event,aggregate}') filter (where a.data #>> '{event,aggregate}' is not null), '{}')
          as things
      from pgboss.job a
      where a.name = queue and a.state = 'active' and a.group_id = o.organization
    ) allowed
    cross join lateral (
      select j.id from pgboss.job j
      -- As a range and in this order only the index by organization will do. The other one, by age, would lead through
      -- the whole backlog of another organization.
      where j.name = queue and j.group_id >= o.organization and j.group_id <= o.organization
        and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
        and (j.data #>> '{event,aggregate}' is null or j.data #>> '{event,aggregate}' <> all (allowed.things))
      order by j.group_id, j.priority desc, j.created_on
      limit greatest(allowed.jobs, 0)
      for update skip locked
    ) c
    limit room
  ), claimed as (
    update pgboss.job j
    set state = 'active', started_on = pgboss.job_now(), heartbeat_on = pgboss.job_now(),
      retry_count = case when j.started_on is null then j.retry_count else j.retry_count + 1 end
    where j.name = queue and j.id = any (array(select taken.id from taken))
    returning j.id, j.data, j.retry_count, j.priority, j.created_on
  )
  (select c.id, c.data, c.retry_count, ends_at from claimed c order by c.priority desc, c.created_on)
  union all
  select null, null, null, ends_at where ends_at is not null;
end
$$;

-- A claim of deliveries that tells at once what stands before each: `done`, or the event it awaits. It looks as the
-- claim began, so an event that it says is awaited may have come meanwhile, and none is missed.
create function platform.claim_deliveries(queue text, room int, per_organization int, after_organization text,
  leave_out text[], subscriber text)
returns table (id uuid, data jsonb, attempt int, visited text, done boolean, awaits uuid, awaited_state text)
language plpgsql set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select c.id, c.data, c.attempt, c.visited,
    e.had is not null, w.event_id, w.state
  from platform.claim_jobs(queue, room, per_organization, after_organization, leave_out) c
  left join lateral platform.effect_of(claim_deliveries.subscriber, (c.data ->> 'eventId')::uuid) e on true
  left join lateral (
    select a.event_id, a.state
    from platform.awaited_event((c.data ->> 'organizationId')::uuid, c.data #>> '{event,name}',
      c.data #>> '{event,aggregate}', (c.data #>> '{event,aggregateVersion}')::bigint,
      claim_deliveries.subscriber, claim_deliveries.queue) a
    -- In here, so that nothing is looked for where there is no order.
    where c.data #>> '{event,aggregate}' is not null
  ) w on true;
end
$$;

-- Ends finished jobs of any queues; `attempts` fences those that were claimed anew meanwhile. Deliveries leave the
-- effect of handlers that wrote nothing (subscriber, event, organization; null for jobs); those that wrote have left
-- it in their own transaction. The effect is all that needs to be known of a delivery, so its job goes.
create function platform.complete_jobs(queues text[], ids uuid[], attempts int[], subscribers text[], events uuid[],
  organizations uuid[]) returns int
language plpgsql set plan_cache_mode = force_generic_plan
as $$
declare
  ended int;
begin
  with effects as (
    insert into platform.subscriber_effects (subscriber, event_id, organization_id)
    select e.subscriber, e.event_id, e.organization_id
    from unnest(subscribers, events, organizations) as e (subscriber, event_id, organization_id)
    where e.subscriber is not null
    order by e.subscriber, e.event_id
    on conflict do nothing
  ), completed as (
    update pgboss.job j set state = 'completed', completed_on = pgboss.job_now(), output = null
    from unnest(queues, ids, attempts, subscribers) as f (queue, id, attempt, subscriber)
    where f.subscriber is null and j.name = f.queue and j.id = f.id and j.state = 'active' and j.retry_count = f.attempt
    returning 1
  ), delivered as (
    delete from pgboss.job j
    using unnest(queues, ids, attempts, subscribers) as f (queue, id, attempt, subscriber)
    where f.subscriber is not null and j.name = f.queue and j.id = f.id and j.state = 'active'
      and j.retry_count = f.attempt
    returning 1
  )
  select ((select count(*) from completed) + (select count(*) from delivered))::int into ended;
  return ended;
end
$$;

-- What stands between deliveries and their handler: `done` when the subscriber had the event's effect already,
-- `awaits` the event before it of the same thing that is still on its way to this subscriber.
create function platform.delivery_obstacles(subscriber text, queue text, organizations uuid[], events uuid[],
  names text[], things text[], versions bigint[])
returns table (event_id uuid, done boolean, awaits uuid, awaited_state text)
language sql stable
as $$
  select d.event_id, e.had is not null, w.event_id, w.state
  from unnest(organizations, events, names, things, versions) as d (organization, event_id, name, thing, version)
  left join lateral platform.effect_of(delivery_obstacles.subscriber, d.event_id) e on true
  left join lateral platform.awaited_event(d.organization, d.name, d.thing, d.version,
    delivery_obstacles.subscriber, delivery_obstacles.queue) w on d.thing is not null
$$;

revoke execute on function platform.claim_jobs(text, int, int, text, text[]),
  platform.claim_deliveries(text, int, int, text, text[], text),
  platform.complete_jobs(text[], uuid[], int[], text[], uuid[], uuid[]),
  platform.delivery_obstacles(text, text, uuid[], uuid[], text[], text[], bigint[]) from public;
grant execute on function platform.claim_jobs(text, int, int, text, text[]),
  platform.claim_deliveries(text, int, int, text, text[], text),
  platform.complete_jobs(text[], uuid[], int[], text[], uuid[], uuid[]),
  platform.delivery_obstacles(text, text, uuid[], uuid[], text[], text[], bigint[]) to wasla_system;
