-- What modules have announced and nobody has been told of yet; written in the unit of work itself.
create table platform.notification_requests (
  id uuid primary key default uuidv7(),
  -- None, where it is about a person's account: then they are told in each of their organizations.
  organization_id uuid references platform.organizations (id) on delete cascade,
  plugin_id text not null,
  kind text not null,
  recipients jsonb not null,
  payload jsonb not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);

create index notification_requests_next_attempt_at_idx on platform.notification_requests (next_attempt_at);

-- Of one person in one organization.
create table platform.notifications (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  request_id uuid not null,
  kind text not null,
  title text not null,
  body text not null,
  link text,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (organization_id, request_id, user_id)
);

create index notifications_listed_idx on platform.notifications (organization_id, user_id, id desc);
create index notifications_unread_idx on platform.notifications (organization_id, user_id) where read_at is null;
create index notifications_created_at_idx on platform.notifications (created_at);

create table platform.notification_preferences (
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  user_id uuid not null references platform.users (id) on delete cascade,
  -- By kind: the channels it arrives at.
  kinds jsonb not null default '{}',
  -- In the person's time zone; over midnight when it ends earlier than it begins.
  quiet_from time,
  quiet_until time,
  primary key (organization_id, user_id),
  check ((quiet_from is null) = (quiet_until is null))
);

select platform.isolate_table('platform.notification_requests');
select platform.isolate_table('platform.notifications');
select platform.isolate_table('platform.notification_preferences');
grant insert on platform.notification_requests to wasla_app;
grant select, update on platform.notifications to wasla_app;
grant select, insert, update on platform.notification_preferences to wasla_app;

-- The first moment from `at` on that is outside of somebody's quiet hours.
create function platform.after_quiet_hours(at timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz
language sql stable
as $$
  select case
    when quiet_from is null or quiet_from = quiet_until then at
    when quiet_from < quiet_until and clock >= quiet_from and clock < quiet_until then (day + quiet_until) at time zone zone
    when quiet_from > quiet_until and clock >= quiet_from then (day + 1 + quiet_until) at time zone zone
    when quiet_from > quiet_until and clock < quiet_until then (day + quiet_until) at time zone zone
    else at
  end
  from (select (at at time zone zone)::time as clock, (at at time zone zone)::date as day) l
$$;

revoke execute on function platform.after_quiet_hours(timestamptz, text, time, time) from public;
grant execute on function platform.after_quiet_hours(timestamptz, text, time, time) to wasla_system;
