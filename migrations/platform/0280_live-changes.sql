-- What changes about an organization itself stands in the event log beside what modules do, so that the pages which show
-- it follow by the same connection and catch up by the same cursor. It carries whom it is about, and nothing else.
create function platform.log_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  subject constant text := tg_argv[0];
  organization constant text := tg_argv[1];
  person constant text := tg_argv[2];
  -- What tells rows apart, and what of them is shown.
  shown constant text[] := array['id', organization, person] || tg_argv[3:];
  changed jsonb[];
begin
  if tg_op = 'INSERT' then
    select array_agg(to_jsonb(n)) into changed from new_rows n;
  elsif tg_op = 'DELETE' then
    select array_agg(to_jsonb(o)) into changed from old_rows o;
  else
    with later as (select platform.only_keys(to_jsonb(n), shown) as fields from new_rows n
      except select platform.only_keys(to_jsonb(o), shown) from old_rows o)
    select array_agg(fields) into changed from later;
  end if;
  if changed is null then
    return null;
  end if;
  insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id)
  select c.organization_id, 'platform', 'platform.' || subject || '.changed', 1, c.payload, uuidv7()
  from (
    select distinct o.organization_id, case when person = '' then '{}' else jsonb_build_object('userId', fields ->> person) end as payload
    from unnest(changed) as r (fields)
    cross join lateral (
      select (fields ->> organization)::uuid where organization <> ''
      union all
      -- What is a person's own belongs to no organization, and is told wherever they may be looking at it.
      select m.organization_id from platform.memberships m where organization = '' and m.user_id = (fields ->> person)::uuid
    ) o (organization_id)
  ) c
  -- Of an organization that is being deleted nothing may stay behind.
  where exists (
    select from platform.organizations o
    where o.id = c.organization_id and (o.delete_after is null or o.delete_after > now())
  );
  return null;
end
$$;

create function platform.only_keys(fields jsonb, keys text[]) returns jsonb
language sql immutable parallel safe
as $$
  select jsonb_object_agg(key, value) from jsonb_each(fields) where key = any (keys)
$$;

grant create on schema platform to wasla_system;
alter function platform.log_change() owner to wasla_system;
revoke create on schema platform from wasla_system;
set local role wasla_system;
revoke execute on function platform.log_change() from public;
grant execute on function platform.log_change() to wasla_owner;
set local role wasla_owner;
revoke execute on function platform.only_keys(jsonb, text[]) from public;
grant execute on function platform.only_keys(jsonb, text[]) to wasla_system;

-- `shown` names the columns whose change is worth telling: a lease, a sign of life or a stored secret is none. `person` names
-- the column of whom a row is about, who is told of it whatever they may read. Without an `organization` a row is that person's own.
create function platform.log_changes_of(target regclass, subject text, shown text[], organization text default 'organization_id',
  person text default '') returns void
language plpgsql
as $$
declare
  unknown text;
begin
  select s.shown_column into unknown from unnest(shown) as s (shown_column)
  where not platform.has_column(target, s.shown_column::name);
  if found then
    raise exception 'table % has no column %, so its changes cannot be told', target, unknown;
  end if;
  perform platform.on_statements(target, 'log', format('platform.log_change(%s)',
    (select string_agg(quote_literal(argument), ', ' order by position)
     from unnest(array[subject, organization, person] || shown) with ordinality as a (argument, position))));
end
$$;
revoke execute on function platform.log_changes_of(regclass, text, text[], text, text) from public;

select platform.log_changes_of('platform.organizations', 'organization', organization => 'id', shown => '{name, slug, status,
  default_language, time_zone, branding, tax_id, billing_email, allowed_addresses, seat_limit, second_factor_required, delete_after}');
select platform.log_changes_of('platform.memberships', 'user', '{role, status}', person => 'user_id');
select platform.log_changes_of('platform.invitations', 'user', '{role, sent_at, expires_at, accepted_at, revoked_at}');
select platform.log_changes_of('platform.roles', 'role', '{name, description, permissions}');
select platform.log_changes_of('platform.api_keys', 'api-key', '{name, permissions, rate_limit, expires_at, revoked_at, created_by}');
select platform.log_changes_of('platform.sign_in_providers', 'sign-in-provider', '{name, issuer, client_id, email_domains, role, enabled}');
select platform.log_changes_of('platform.webhook_endpoints', 'webhook',
  '{url, description, events, enabled, disabled_reason, previous_secret_until}');
-- Whoever signs in elsewhere shows in the person's own list at once.
select platform.log_changes_of('platform.sessions', 'session', '{revoked_at}', person => 'user_id');
select platform.log_changes_of('platform.users', 'user', '{email, full_name, email_verified_at, language, time_zone}',
  organization => '', person => 'id');
select platform.log_changes_of('platform.passkeys', 'account', '{name, backed_up, last_used_at}', organization => '', person => 'user_id');
select platform.log_changes_of('platform.external_identities', 'account', '{provider, email, last_used_at}', organization => '', person => 'user_id');
select platform.log_changes_of('platform.totp_secrets', 'account', '{confirmed_at}', organization => '', person => 'user_id');
select platform.log_changes_of('platform.backup_codes', 'account', '{}', organization => '', person => 'user_id');
select platform.log_changes_of('platform.phones', 'account', '{number, second_factor}', organization => '', person => 'user_id');
select platform.log_changes_of('platform.notifications', 'notification', '{read_at}', person => 'user_id');
select platform.log_changes_of('platform.files', 'file', '{status, plugin_id, name, uploaded_by, expires_at}');
select platform.log_changes_of('platform.legal_holds', 'privacy', '{reason, until, released_at}');
select platform.log_changes_of('platform.privacy_requests', 'privacy', '{status, progress, message, file_id}');
