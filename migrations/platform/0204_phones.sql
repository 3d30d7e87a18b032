-- A person's mobile phone, proven by a code that was sent there.
create table platform.phones (
  user_id uuid primary key references platform.users (id) on delete cascade,
  number text not null check (number ~ '^\+[1-9][0-9]{6,14}$'),
  verified_at timestamptz not null default now(),
  -- Whether a sign-in by password also needs a code sent there.
  second_factor boolean not null default false
);
