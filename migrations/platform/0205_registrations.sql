-- Registrations that wait for the proof of their address. Nobody has an account by them, and none is theirs alone.
create table platform.pending_registrations (
  token_hash bytea primary key,
  email text not null,
  organization_name text not null,
  full_name text not null,
  password_hash text not null,
  language text not null check (language in ('ar', 'en')),
  expires_at timestamptz not null
);

create index pending_registrations_email_idx on platform.pending_registrations (email);
create index pending_registrations_expires_at_idx on platform.pending_registrations (expires_at);
