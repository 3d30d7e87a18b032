-- Written at migration from plugin.json, so that a module is known even when its code is missing.
create table platform.modules (
  id text primary key,
  version text not null,
  manifest jsonb not null,
  sdk int not null,
  installed_at timestamptz not null default now(),
  removed_at timestamptz
);

-- One row. Every toggle increments it first: its row lock is the total order of all toggles.
create table platform.toggle_version (
  "only" boolean primary key default true check ("only"),
  version bigint not null default 0
);

insert into platform.toggle_version default values;

create table platform.organization_modules (
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  module_id text not null references platform.modules (id),
  active boolean not null,
  version bigint not null,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (organization_id, module_id)
);

create index organization_modules_version_idx on platform.organization_modules (version);

create table platform.hosts (
  id uuid primary key default uuidv7(),
  name text not null,
  role text not null,
  started_at timestamptz not null default now(),
  lease_until timestamptz not null,
  applied_version bigint not null default 0
);

create table platform.addresses (
  kind text not null,
  key text not null,
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  plugin_id text not null,
  created_at timestamptz not null default now(),
  primary key (kind, key)
);

create index addresses_organization_id_idx on platform.addresses (organization_id, plugin_id);

create table platform.settings (
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  plugin_id text not null,
  value jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default now(),
  primary key (organization_id, plugin_id)
);

create table platform.singleton_leases (
  name text not null,
  organization_id uuid not null,
  key text not null default '',
  holder uuid,
  token bigint not null default 0,
  lease_until timestamptz not null default now(),
  -- What it says of itself, and what its process needs: shown to the operator.
  state text not null default 'running',
  started_at timestamptz,
  restarts int not null default 0,
  last_error text,
  host_name text,
  host_memory bigint,
  primary key (name, organization_id, key)
);

create table platform.meter_events (
  organization_id uuid not null,
  meter text not null,
  event_id text not null,
  quantity bigint not null,
  at timestamptz not null default now(),
  primary key (organization_id, meter, event_id)
);
