alter table platform.organizations
  add column second_factor_required boolean not null default false;

create table platform.totp_secrets (
  user_id uuid primary key references platform.users (id) on delete cascade,
  sealed_secret text not null,
  -- The step of the last code that was taken: neither it nor an earlier one works again.
  last_step bigint not null default 0,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz
);

create table platform.backup_codes (
  user_id uuid not null references platform.users (id) on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

create table platform.passkeys (
  id uuid primary key default uuidv7(),
  user_id uuid not null references platform.users (id) on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

create index passkeys_user_id_idx on platform.passkeys (user_id);

-- Challenges that were given out, each to be answered once; without a person for a sign-in.
create table platform.passkey_challenges (
  challenge text primary key,
  user_id uuid references platform.users (id) on delete cascade,
  expires_at timestamptz not null
);

create index passkey_challenges_expires_at_idx on platform.passkey_challenges (expires_at);

-- Turning the requirement on ends what was signed in without a second factor.
create function platform.notify_second_factor_required() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('wasla_sessions', 'organization:' || old.id);
  return null;
end
$$;

create trigger second_factor_required after update of second_factor_required on platform.organizations
  for each row when (new.second_factor_required and not old.second_factor_required)
  execute function platform.notify_second_factor_required();
