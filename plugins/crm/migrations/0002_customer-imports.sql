create table crm.customer_imports (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  status text not null check (status in ('waiting', 'running', 'finished')),
  dry_run boolean not null,
  requested_by uuid not null,
  source text not null,
  processed integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  refused integer not null default 0,
  remarks jsonb not null default '[]',
  error_file_id uuid,
  finished_at timestamptz,
  unique (organization_id, id)
);

create index on crm.customer_imports (organization_id, requested_by, id desc);

-- The uploaded file is in there; a copy in the audit trail would keep it beyond its purpose.
comment on table crm.customer_imports is 'wasla:unaudited';
