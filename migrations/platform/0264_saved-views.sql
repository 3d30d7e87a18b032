-- What somebody looks at again and again: search, filters, order and columns of a list, under a name.
create table platform.saved_views (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  list text not null,
  name text not null,
  state jsonb not null,
  columns text[] not null,
  shared boolean not null,
  created_at timestamptz not null default now(),
  unique (organization_id, user_id, list, name)
);

create index saved_views_shared_idx on platform.saved_views (organization_id, list) where shared;

select platform.isolate_table('platform.saved_views');
grant select, insert, update, delete on platform.saved_views to wasla_app;
