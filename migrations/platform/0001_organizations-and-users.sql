create table platform.organizations (
  id uuid primary key default uuidv7(),
  name text not null check (name <> ''),
  slug text unique,
  status text not null default 'active' check (status in ('active', 'suspended')),
  default_language text not null default 'en' check (default_language in ('ar', 'en')),
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now(),
  version int not null default 1
);

-- A person belongs to several organizations, so users are global and no plugin has a grant on them.
create table platform.users (
  id uuid primary key default uuidv7(),
  email text not null unique check (email = lower(email)),
  full_name text not null,
  password_hash text,
  language text,
  created_at timestamptz not null default now()
);

create table platform.memberships (
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);

create index memberships_user_id_idx on platform.memberships (user_id);

create table platform.sessions (
  id uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  user_id uuid not null references platform.users (id) on delete cascade,
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  user_agent text,
  address inet
);

create index sessions_user_id_idx on platform.sessions (user_id);
create index sessions_expires_at_idx on platform.sessions (expires_at);
