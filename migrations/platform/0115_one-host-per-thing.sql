-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- As before, and the events of one thing are with one host at a time: another would only find that it must wait.
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
