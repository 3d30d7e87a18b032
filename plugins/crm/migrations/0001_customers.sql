create table crm.sales_stages (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  key text not null,
  name_en text not null,
  name_ar text not null,
  position integer not null,
  status text not null check (status in ('open', 'won', 'lost')),
  unique (organization_id, id),
  unique (organization_id, key)
);

create table crm.customers (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  external_id text,
  company_name text not null,
  contact_name text,
  contact_title text,
  email text check (email = lower(email)),
  phone text check (phone ~ '^\+[0-9]{4,15}$'),
  phone_raw text,
  address text,
  city text,
  region text,
  postal_code text,
  country text,
  stage_id uuid,
  owner_id uuid,
  unique (organization_id, id),
  unique (organization_id, external_id),
  foreign key (organization_id, stage_id) references crm.sales_stages (organization_id, id) on delete set null (stage_id)
);

create index on crm.customers (organization_id, company_name, id);
create index on crm.customers (organization_id, stage_id, id);
create index on crm.customers (organization_id, country, id);
create index on crm.customers (organization_id, email);
create index on crm.customers (organization_id, phone);

select platform.define_search('crm.customers', array['company_name', 'contact_name', 'email', 'external_id', 'city', 'phone', 'phone_raw']);

create table crm.activities (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  customer_id uuid not null,
  kind text not null check (kind in ('note', 'call', 'meeting', 'email', 'task')),
  subject text not null,
  body text,
  occurred_at timestamptz not null,
  author_id uuid,
  unique (organization_id, id),
  foreign key (organization_id, customer_id) references crm.customers (organization_id, id) on delete cascade
);

create index on crm.activities (organization_id, customer_id, occurred_at, id);
create index on crm.activities (organization_id, occurred_at, id);
