create table acme_sample.sample_items (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  note text,
  status text not null default 'active' check (status in ('active', 'archived')),
  created_by_id uuid,
  announced_at timestamptz,
  unique (organization_id, id)
);

create index on acme_sample.sample_items (organization_id, status, id);
create index on acme_sample.sample_items (organization_id, created_by_id, id);
