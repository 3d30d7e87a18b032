-- Without a key over subscriber and event, so that a second effect would show.
create table consumer.handled (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  position bigint generated always as identity,
  subscriber text not null,
  event_id uuid not null,
  batch integer not null,
  number integer not null,
  unique (organization_id, id)
);

comment on table consumer.handled is 'wasla:unaudited';

-- Each beat of the singleton: who wrote it, under which token.
create table consumer.beats (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  position bigint generated always as identity,
  token bigint not null,
  process integer not null,
  unique (organization_id, id)
);

comment on table consumer.beats is 'wasla:unaudited';
