-- Long work of the platform's own that somebody asked for and looks at: how far it is, and what came of it. What modules do
-- in the background is in the queue.
create table platform.tasks (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  kind text not null check (kind in ('purge', 'export')),
  -- The module that is purged; the list that is exported.
  subject text not null,
  input jsonb not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'completed', 'failed')),
  -- Rows so far.
  processed bigint not null default 0,
  result jsonb not null default '{}',
  -- Code and words of what went wrong.
  failure jsonb,
  file_id uuid,
  requested_by uuid not null,
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Of the worker that runs it.
  lease_until timestamptz,
  lease_token uuid
);

create index tasks_organization_id_idx on platform.tasks (organization_id, kind, id desc);
create index tasks_open_idx on platform.tasks (created_at) where status in ('waiting', 'running');
-- A module is purged once at a time, and a list exported once at a time by each person.
create unique index tasks_once_idx on platform.tasks (organization_id, kind, subject, (case kind when 'export' then requested_by end))
  nulls not distinct where status in ('waiting', 'running');

select platform.isolate_table('platform.tasks');
grant select, insert on platform.tasks to wasla_app;
