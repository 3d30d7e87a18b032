-- Links between records of different plugins, which have no foreign keys to each other.
create table platform.integration_mappings (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  kind text not null,
  from_plugin text not null,
  from_type text not null,
  from_id uuid not null,
  to_plugin text not null,
  to_type text not null,
  to_id uuid not null,
  created_at timestamptz not null default now(),
  unique (organization_id, from_plugin, from_type, from_id, kind, to_plugin, to_type, to_id)
);

create index integration_mappings_to_idx
  on platform.integration_mappings (organization_id, to_plugin, to_type, to_id, kind);
