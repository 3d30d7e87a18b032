-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- As before, but never through another organization's backlog.
create or replace function platform.claim_jobs(queue text, room int, per_organization int, after_organization text,
  leave_out text[])
returns table (id uuid, data jsonb, attempt int, visited text)
language plpgsql
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
      select least(
        ceil(room::float8 / cardinality(organizations))::int,
        per_organization - (select count(*)::int from pgboss.job a
          where a.name = queue and a.state = 'active' and a.group_id = o.organization)) as jobs
    ) allowed
    cross join lateral (
      select j.id from pgboss.job j
      -- As a range and in this order only the index by organization will do. The other one, by age, would lead through
      -- the whole backlog of another organization.
      where j.name = queue and j.group_id >= o.organization and j.group_id <= o.organization
        and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
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

drop function platform.complete_jobs(text, uuid[], int[], text, uuid[], uuid[]);

-- Ends finished jobs of any queues; `attempts` fences those that were claimed anew meanwhile. Deliveries leave the
-- effect of handlers that wrote nothing (subscriber, event, organization; null for jobs); those that wrote have left
-- it in their own transaction.
create function platform.complete_jobs(queues text[], ids uuid[], attempts int[], subscribers text[], events uuid[],
  organizations uuid[]) returns int
language sql
as $$
  with effects as (
    insert into platform.subscriber_effects (subscriber, event_id, organization_id)
    select e.subscriber, e.event_id, e.organization_id
    from unnest(subscribers, events, organizations) as e (subscriber, event_id, organization_id)
    where e.subscriber is not null
    order by e.subscriber, e.event_id
    on conflict do nothing
  ), completed as (
    update pgboss.job j set state = 'completed', completed_on = pgboss.job_now(), output = null
    from unnest(queues, ids, attempts) as f (queue, id, attempt)
    where j.name = f.queue and j.id = f.id and j.state = 'active' and j.retry_count = f.attempt
    returning 1
  )
  select count(*)::int from completed
$$;

-- A claim of deliveries that tells at once what stands before each: `done`, or the event it awaits. It looks as the
-- claim began, so an event that it says is awaited may have come meanwhile, and none is missed.
create function platform.claim_deliveries(queue text, room int, per_organization int, after_organization text,
  leave_out text[], subscriber text)
returns table (id uuid, data jsonb, attempt int, visited text, done boolean, awaits uuid, awaited_state text)
language sql
as $$
  select c.id, c.data, c.attempt, c.visited,
    exists (select from platform.subscriber_effects f
      where f.subscriber = claim_deliveries.subscriber and f.event_id = (c.data ->> 'eventId')::uuid),
    w.event_id, w.state
  from platform.claim_jobs(queue, room, per_organization, after_organization, leave_out) c
  left join lateral platform.awaited_event((c.data ->> 'organizationId')::uuid, c.data #>> '{event,name}',
    c.data #>> '{event,aggregate}', (c.data #>> '{event,aggregateVersion}')::bigint,
    claim_deliveries.subscriber, claim_deliveries.queue) w on c.data #>> '{event,aggregate}' is not null
$$;

revoke execute on function platform.complete_jobs(text[], uuid[], int[], text[], uuid[], uuid[]),
  platform.claim_deliveries(text, int, int, text, text[], text) from public;
grant execute on function platform.complete_jobs(text[], uuid[], int[], text[], uuid[], uuid[]),
  platform.claim_deliveries(text, int, int, text, text[], text) to wasla_system;
