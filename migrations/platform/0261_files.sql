-- The row is there before the object and goes after it, so that there is no object which nobody knows of.
-- Organizations may go first; the sweep then removes what was theirs.
create table platform.files (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  -- The module it belongs to; an upload belongs to `platform` until a module keeps it.
  plugin_id text not null,
  status text not null default 'pending' check (status in ('pending', 'stored', 'removed')),
  name text not null check (name <> ''),
  content_type text,
  size bigint check (size >= 0),
  sha256 bytea,
  storage_key text not null unique,
  uploaded_by uuid,
  created_at timestamptz not null default now(),
  -- While it is written: when it last grew. A pending file that nobody writes any more is swept.
  touched_at timestamptz not null default now(),
  expires_at timestamptz,
  check (status <> 'stored' or (content_type is not null and size is not null and sha256 is not null))
);

create index files_page_idx on platform.files (organization_id, id desc);
create index files_unfinished_idx on platform.files (touched_at) where status <> 'stored';
create index files_expires_at_idx on platform.files (expires_at) where expires_at is not null;

create table platform.file_usage (
  organization_id uuid primary key,
  bytes bigint not null default 0 check (bytes >= 0),
  -- When it differs from the host's.
  quota bigint
);

select platform.isolate_table('platform.files');
select platform.isolate_table('platform.file_usage');
grant select on platform.files, platform.file_usage to wasla_app;
