-- When a schedule comes next in an organization. Clock and expression stand beside it, so that a change of
-- either is noticed and the moment computed anew.
create table platform.schedule_runs (
  schedule text not null,
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  module_id text not null,
  cron text not null,
  time_zone text not null,
  next_run timestamptz not null,
  last_run timestamptz,
  primary key (schedule, organization_id)
);

create index schedule_runs_next_run_idx on platform.schedule_runs (next_run);

-- How far a running job says it is.
create table platform.job_progress (
  job_id uuid primary key,
  organization_id uuid not null,
  fraction real not null check (fraction between 0 and 1),
  message text,
  updated_at timestamptz not null default now()
);

create index job_progress_updated_at_idx on platform.job_progress (updated_at);

select platform.isolate_table('platform.schedule_runs');
select platform.isolate_table('platform.job_progress');
