create table loyalty.accounts (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  customer_id uuid not null,
  balance integer not null default 0 check (balance >= 0),
  unique (organization_id, id),
  unique (organization_id, customer_id)
);

create index on loyalty.accounts (organization_id, balance, id);

create table loyalty.points_entries (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  customer_id uuid not null,
  points integer not null check (points <> 0),
  reason text not null,
  booked_by_id uuid,
  unique (organization_id, id)
);

create index on loyalty.points_entries (organization_id, customer_id, id);
create index on loyalty.points_entries (organization_id, booked_by_id, id);
