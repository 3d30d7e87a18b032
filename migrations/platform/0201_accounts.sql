alter table platform.users
  add column email_verified_at timestamptz,
  add column time_zone text,
  add column password_changed_at timestamptz;

-- A session is one sign-in on one device. Its own token is the cookie of a browser; programs hold short-lived access
-- tokens, renewed by refresh tokens that form one family: the session.
alter table platform.sessions
  add column method text not null default 'password',
  add column second_factor_at timestamptz;

create table platform.access_tokens (
  token_hash bytea primary key,
  session_id uuid not null references platform.sessions (id) on delete cascade,
  expires_at timestamptz not null
);

create index access_tokens_session_id_idx on platform.access_tokens (session_id);
create index access_tokens_expires_at_idx on platform.access_tokens (expires_at);

create table platform.refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references platform.sessions (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index refresh_tokens_session_id_idx on platform.refresh_tokens (session_id);

-- Secrets that were mailed, or that stand between two steps of a sign-in. Each works once.
create table platform.account_tokens (
  token_hash bytea primary key,
  purpose text not null,
  user_id uuid not null references platform.users (id) on delete cascade,
  details jsonb not null default '{}',
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index account_tokens_user_id_idx on platform.account_tokens (user_id, purpose);
create index account_tokens_expires_at_idx on platform.account_tokens (expires_at);

create table platform.email_changes (
  id uuid primary key default uuidv7(),
  user_id uuid not null unique references platform.users (id) on delete cascade,
  new_email text not null check (new_email = lower(new_email)),
  approved_at timestamptz,
  confirmed_at timestamptz,
  expires_at timestamptz not null
);

-- Failed sign-ins by what they are counted for: an account, an address, or the two together.
create table platform.sign_in_failures (
  key text primary key,
  failures int not null,
  forgotten_at timestamptz not null
);

create index sign_in_failures_forgotten_at_idx on platform.sign_in_failures (forgotten_at);

-- Hosts hear which sessions in their memory are not to be believed any more.
create function platform.notify_session() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('wasla_sessions', old.id::text);
  return null;
end
$$;

create trigger session_revoked after update of revoked_at, second_factor_at, expires_at on platform.sessions
  for each row
  when (old.revoked_at is distinct from new.revoked_at
    or old.second_factor_at is distinct from new.second_factor_at or old.expires_at > new.expires_at)
  execute function platform.notify_session();
create trigger session_deleted after delete on platform.sessions
  for each row execute function platform.notify_session();

create function platform.notify_user() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('wasla_sessions', 'user:' || old.id);
  return null;
end
$$;

create trigger user_changed after update of email, full_name, language on platform.users
  for each row
  when ((old.email, old.full_name, old.language) is distinct from (new.email, new.full_name, new.language))
  execute function platform.notify_user();
create trigger user_deleted after delete on platform.users
  for each row execute function platform.notify_user();
