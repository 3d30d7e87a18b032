create table showcase.pages (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  slug text not null,
  title text not null,
  published boolean not null default false,
  price bigint not null default 0,
  currency text not null default 'SAR',
  published_on date,
  score numeric,
  unique (organization_id, id),
  unique (organization_id, slug)
);

select platform.define_search('showcase.pages', array['title']);

create table showcase.currencies (
  id uuid primary key default uuidv7(),
  created_at timestamptz not null default now(),
  code text not null unique,
  decimals integer not null
);

comment on table showcase.currencies is 'wasla:shared';
