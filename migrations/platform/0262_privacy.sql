-- Why data about a person must not be erased now.
create table platform.legal_holds (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  email text check (email = lower(email)),
  phone text,
  user_id uuid,
  reason text not null check (reason <> ''),
  until date,
  placed_by uuid,
  placed_at timestamptz not null default now(),
  released_by uuid,
  released_at timestamptz,
  check (coalesce(email, phone, user_id::text) is not null)
);

create index legal_holds_organization_id_idx on platform.legal_holds (organization_id, placed_at);

create table platform.privacy_requests (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  kind text not null check (kind in ('export', 'erase')),
  -- Who it is about; emptied when they were erased.
  subject jsonb not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'completed', 'incomplete', 'refused')),
  progress real not null default 0 check (progress between 0 and 1),
  message text,
  -- By step, as it is done, so that a run that was cut off goes on where it was.
  report jsonb not null default '{}',
  file_id uuid,
  attempts int not null default 0,
  requested_by uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Of the worker that runs it.
  lease_until timestamptz,
  lease_token uuid
);

create index privacy_requests_organization_id_idx on platform.privacy_requests (organization_id, id desc);
create index privacy_requests_open_idx on platform.privacy_requests (created_at) where status in ('waiting', 'running');

select platform.isolate_table('platform.legal_holds');
select platform.isolate_table('platform.privacy_requests');
select platform.audit_table('platform.legal_holds', 'platform');
grant select, insert, update on platform.legal_holds, platform.privacy_requests to wasla_app;

-- Whether a row holds one of a person's identifiers, in whatever spelling of capitals.
create function platform.mentions(row_text text, identifiers text[]) returns boolean
language sql immutable parallel safe
as $$
  select exists (select from unnest(identifiers) i where strpos(lower(row_text), lower(i)) > 0)
$$;

-- The same values with a person's identifiers replaced by ones of the same kind that lead to nobody.
create function platform.without_identifiers(row_values jsonb, identifiers text[], replacements text[]) returns jsonb
language plpgsql immutable parallel safe
as $$
declare
  result text := row_values::text;
begin
  for position in 1 .. cardinality(identifiers) loop
    result := regexp_replace(result, regexp_replace(identifiers[position], '([^[:alnum:]@_-])', '\\\1', 'g'),
      replacements[position], 'gi');
  end loop;
  return result::jsonb;
end
$$;

revoke execute on function platform.mentions(text, text[]), platform.without_identifiers(jsonb, text[], text[]) from public;
grant execute on function platform.mentions(text, text[]), platform.without_identifiers(jsonb, text[], text[]) to wasla_system;
