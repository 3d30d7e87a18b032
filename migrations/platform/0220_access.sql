alter table platform.organizations
  drop constraint organizations_status_check,
  add constraint organizations_status_check check (status in ('active', 'suspended')),
  -- For row-level security and the audit trail, which know organizations by this column.
  add column organization_id uuid generated always as (id) stored,
  add column branding jsonb not null default '{}',
  add column tax_id text,
  add column billing_email text check (billing_email = lower(billing_email)),
  -- Where members may come from; everywhere when it is empty.
  add column allowed_addresses cidr[] not null default '{}',
  add column seat_limit int check (seat_limit > 0),
  add column suspended_reason text,
  -- When it is purged; until then the owner can change their mind.
  add column delete_after timestamptz,
  add column deletion_requested_by uuid;

create index organizations_delete_after_idx on platform.organizations (delete_after) where delete_after is not null;
create trigger increment_version before update on platform.organizations
  for each row execute function platform.increment_version();
select platform.isolate_table('platform.organizations');
select platform.audit_table('platform.organizations', 'platform');

alter table platform.users add column suspended_at timestamptz;

alter table platform.memberships
  add column status text not null default 'active' check (status in ('active', 'suspended'));

-- An operator who acts as a member: the session is the member's, and says so.
alter table platform.sessions
  add column impersonated_by uuid references platform.users (id) on delete cascade;

create table platform.invitations (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  email text not null check (email = lower(email)),
  role text not null,
  language text not null default 'en' check (language in ('ar', 'en')),
  token_hash bytea not null unique,
  invited_by uuid references platform.users (id) on delete set null,
  created_at timestamptz not null default now(),
  sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);

create unique index invitations_open_idx on platform.invitations (organization_id, email)
  where accepted_at is null and revoked_at is null;

-- A role of one organization; the built-in ones are part of the platform. Permissions are such as
-- "crm.customers.read", or "ticketing.tickets.write:own" for what is assigned to the member.
create table platform.roles (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  key text not null check (key ~ '^[a-z][a-z0-9-]{0,59}$'),
  name text not null check (name <> ''),
  description text,
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1,
  unique (organization_id, key)
);

create trigger increment_version before update on platform.roles
  for each row execute function platform.increment_version();
create trigger set_updated_at before update on platform.roles
  for each row execute function platform.set_updated_at();

create table platform.api_keys (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  -- The part of the key that names it; the secret part is kept as its hash.
  public_id text not null unique,
  secret_hash bytea not null,
  name text not null check (name <> ''),
  permissions text[] not null,
  rate_limit int check (rate_limit > 0),
  expires_at timestamptz,
  -- The key outlives whoever made it.
  created_by uuid references platform.users (id) on delete set null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create index api_keys_organization_id_idx on platform.api_keys (organization_id, id);

-- Apart, since it is written every half minute and is no news for the trail.
create table platform.api_key_uses (
  key_id uuid primary key references platform.api_keys (id) on delete cascade,
  organization_id uuid not null,
  last_used_at timestamptz not null
);

-- The platform's own staff.
create table platform.operators (
  user_id uuid primary key references platform.users (id) on delete cascade,
  added_at timestamptz not null default now()
);

create table platform.impersonations (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  operator_id uuid not null references platform.users (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  session_id uuid not null,
  reason text not null check (reason <> ''),
  started_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index impersonations_organization_id_idx on platform.impersonations (organization_id, started_at);

do $$
declare
  target regclass;
begin
  foreach target in array array[
    'platform.invitations', 'platform.roles', 'platform.api_keys', 'platform.api_key_uses', 'platform.impersonations'
  ]::regclass[] loop
    perform platform.isolate_table(target);
    execute format('grant select, insert, update, delete on %s to wasla_app', target);
    if target <> 'platform.api_key_uses'::regclass then
      perform platform.audit_table(target, 'platform');
    end if;
  end loop;
end
$$;

grant select, insert, delete on platform.operators to wasla_app;

-- Hosts hear of what they remember on the channel of sessions: the id of a session, or what else is to be forgotten.
create function platform.forget_sessions() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('wasla_sessions', s.id::text)
  from platform.sessions s
  where s.user_id = old.user_id and s.organization_id = old.organization_id
    and s.revoked_at is null and s.expires_at > now();
  return null;
end
$$;

create trigger forget_sessions_of_changed after update of role, status on platform.memberships
  for each row when (old.role <> new.role or old.status <> new.status) execute function platform.forget_sessions();
create trigger forget_sessions_of_removed after delete on platform.memberships
  for each row execute function platform.forget_sessions();

create function platform.forget_sessions_of_user() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('wasla_sessions', s.id::text)
  from platform.sessions s
  where s.user_id = new.id and s.revoked_at is null and s.expires_at > now();
  return null;
end
$$;

create trigger forget_sessions_of_suspended after update of suspended_at on platform.users
  for each row when (old.suspended_at is distinct from new.suspended_at) execute function platform.forget_sessions_of_user();

create function platform.forget_access() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('wasla_sessions', 'organization:' || case tg_op when 'DELETE' then old.organization_id else new.organization_id end);
  return null;
end
$$;

create trigger forget_access after update of status, allowed_addresses on platform.organizations
  for each row when (old.status <> new.status or old.allowed_addresses <> new.allowed_addresses)
  execute function platform.forget_access();
create trigger forget_access_of_removed after delete on platform.organizations
  for each row execute function platform.forget_access();
create trigger forget_access after insert or update or delete on platform.roles
  for each row execute function platform.forget_access();

create function platform.forget_api_key() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('wasla_sessions', 'key:' || old.public_id);
  return null;
end
$$;

create trigger forget_api_key after update of name, secret_hash, permissions, rate_limit, expires_at, revoked_at on platform.api_keys
  for each row execute function platform.forget_api_key();
create trigger forget_removed_api_key after delete on platform.api_keys
  for each row execute function platform.forget_api_key();

revoke execute on function platform.forget_sessions(), platform.forget_sessions_of_user(), platform.forget_access(),
  platform.forget_api_key() from public;
