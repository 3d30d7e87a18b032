-- pg-boss's schema is built after these files.
set local check_function_bodies = off;

-- Moves a job of a module that is off out of pg-boss, which would delete it after its retention. The lock on
-- the module's row orders this against switching on: either the switch sees the parked job, or we see the switch.
-- Answers `parked`, `active` (the module is on by now) or `gone` (another attempt holds the job).
create function platform.park_job(job_queue text, job_id uuid, attempt int, module text, keep_days int) returns text
language plpgsql
as $$
declare
  organization uuid;
  module_active boolean;
  taken jsonb;
begin
  select j.group_id::uuid into organization from pgboss.job j
  where j.name = job_queue and j.id = job_id and j.state = 'active' and j.retry_count = attempt;
  if not found then
    return 'gone';
  end if;
  select m.active into module_active from platform.organization_modules m
  where m.organization_id = organization and m.module_id = module
  for share;
  if module_active then
    return 'active';
  end if;
  delete from pgboss.job j
  where j.name = job_queue and j.id = job_id and j.state = 'active' and j.retry_count = attempt
  returning to_jsonb(j) into taken;
  if not found then
    return 'gone';
  end if;
  insert into platform.parked_jobs (id, organization_id, module_id, queue, payload, expires_at)
  values (job_id, organization, module, job_queue, taken, now() + keep_days * interval '1 day');
  return 'parked';
end
$$;

-- Sends parked jobs again: same id, and the same place in the order as when they were first written.
create function platform.unpark_jobs(organization uuid, module text, at_most int) returns int
language plpgsql
as $$
declare
  module_active boolean;
  released int;
begin
  select m.active into module_active from platform.organization_modules m
  where m.organization_id = organization and m.module_id = module
  for share;
  if module_active is not true then
    return 0;
  end if;
  with chosen as (
    select p.id from platform.parked_jobs p
    where p.organization_id = organization and p.module_id = module
      and exists (select from pgboss.queue q where q.name = p.queue)
    order by p.payload ->> 'created_on', p.sequence
    limit at_most
    for update skip locked
  ), removed as (
    delete from platform.parked_jobs p using chosen c where p.id = c.id
    returning p.payload, p.queue, p.sequence
  ), sent as (
    insert into pgboss.job
    select j.*
    from removed r
    join pgboss.queue q on q.name = r.queue
    cross join lateral jsonb_populate_record(null::pgboss.job, r.payload || jsonb_build_object(
      'state', 'created', 'retry_count', 0, 'started_on', null, 'completed_on', null, 'heartbeat_on', null,
      'output', null, 'start_after', greatest((r.payload ->> 'start_after')::timestamptz, pgboss.job_now()),
      'keep_until', pgboss.job_now() + q.retention_seconds * interval '1 s')) j
    order by j.created_on, r.sequence
    on conflict do nothing
  )
  select count(*) into released from removed;
  return released;
end
$$;

-- Gives a job back without counting the attempt: nothing of it has happened.
create function platform.put_back_job(job_queue text, job_id uuid, attempt int, delay_seconds float8) returns boolean
language sql
as $$
  with returned as (
    update pgboss.job j
    set state = 'retry', started_on = null, heartbeat_on = null,
      start_after = pgboss.job_now() + delay_seconds * interval '1 s',
      keep_until = greatest(j.keep_until, pgboss.job_now() + interval '1 day')
    where j.name = job_queue and j.id = job_id and j.state = 'active' and j.retry_count = attempt
    returning 1
  )
  select exists (select from returned)
$$;

-- A row when the subscriber had the event's effect. With the limit it is one look at the index; without, the planner
-- may choose to gather all effects of the subscriber first, which are as many as there were events.
create function platform.effect_of(subscriber_name text, event uuid) returns table (had boolean)
language sql stable
as $$
  select true from platform.subscriber_effects f where f.subscriber = subscriber_name and f.event_id = event limit 1
$$;

-- The event that an ordered delivery must wait for: the one before it of the same thing, whose job for this
-- subscriber is not written yet, still on its way, parked or dead.
create function platform.awaited_event(organization uuid, event_name text, thing text, before_version bigint,
  subscriber_name text, subscriber_queue text) returns table (event_id uuid, state text)
language sql stable
as $$
  select p.id, coalesce(j.state::text, case when k.id is null then 'unrelayed' else 'parked' end)
  from (
    select e.id, e.transaction from platform.event_log e
    where e.organization_id = organization and e.aggregate = thing and e.name = event_name
      and e.aggregate_version < before_version
    order by e.aggregate_version desc
    limit 1
  ) p
  left join pgboss.job j on j.name = subscriber_queue and j.id = platform.delivery_id(p.id, subscriber_name)
  left join platform.parked_jobs k on k.id = platform.delivery_id(p.id, subscriber_name)
  left join lateral platform.effect_of(subscriber_name, p.id) e on true
  where (j.state in ('created', 'retry', 'active', 'failed') or k.id is not null
      or not pg_visible_in_snapshot(p.transaction, (select r.seen from platform.event_relay r)))
    and e.had is null
$$;

revoke execute on function platform.park_job(text, uuid, int, text, int), platform.unpark_jobs(uuid, text, int),
  platform.put_back_job(text, uuid, int, float8), platform.effect_of(text, uuid),
  platform.awaited_event(uuid, text, text, bigint, text, text) from public;
grant execute on function platform.park_job(text, uuid, int, text, int), platform.unpark_jobs(uuid, text, int),
  platform.put_back_job(text, uuid, int, float8), platform.effect_of(text, uuid),
  platform.awaited_event(uuid, text, text, bigint, text, text) to wasla_system;
