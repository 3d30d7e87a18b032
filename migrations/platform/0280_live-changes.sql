-- What changes about an organization itself stands in the event log beside what modules do, so that the pages which show
-- it follow by the same connection and catch up by the same cursor. It carries whom it is about, and nothing else.
create function platform.log_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  subject constant text := tg_argv[0];
  organization constant text := tg_argv[1];
  person constant text := tg_argv[2];
begin
  insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id)
  select c.organization_id, 'platform', 'platform.' || subject || '.changed', 1, c.payload, uuidv7()
  from (
    select distinct (r.fields ->> organization)::uuid as organization_id,
      case when person is null then '{}' else jsonb_build_object('userId', r.fields ->> person) end as payload
    from (select to_jsonb(changed) as fields from changed) r
  ) c
  -- Of an organization that is being deleted nothing may stay behind.
  where exists (
    select from platform.organizations o
    where o.id = c.organization_id and (o.delete_after is null or o.delete_after > now())
  );
  return null;
end
$$;

grant create on schema platform to wasla_system;
alter function platform.log_change() owner to wasla_system;
revoke create on schema platform from wasla_system;
set local role wasla_system;
revoke execute on function platform.log_change() from public;
grant execute on function platform.log_change() to wasla_owner;
set local role wasla_owner;

-- `person` names the column of whom a row is about, who is told of it whatever they may read.
create function platform.log_changes_of(target regclass, subject text, organization name default 'organization_id',
  person name default null) returns void
language plpgsql
as $$
declare
  arguments constant text := concat_ws(', ', quote_literal(subject), quote_literal(organization), quote_literal(person));
begin
  execute format('create trigger log_insert after insert on %s referencing new table as changed
    for each statement execute function platform.log_change(%s)', target, arguments);
  execute format('create trigger log_update after update on %s referencing new table as changed
    for each statement execute function platform.log_change(%s)', target, arguments);
  execute format('create trigger log_delete after delete on %s referencing old table as changed
    for each statement execute function platform.log_change(%s)', target, arguments);
end
$$;
revoke execute on function platform.log_changes_of(regclass, text, name, name) from public;

select platform.log_changes_of('platform.organizations', 'organization', organization => 'id');
select platform.log_changes_of('platform.memberships', 'user', person => 'user_id');
select platform.log_changes_of('platform.invitations', 'user');
select platform.log_changes_of('platform.roles', 'role');
select platform.log_changes_of('platform.api_keys', 'api-key');
select platform.log_changes_of('platform.sign_in_providers', 'sign-in-provider');
select platform.log_changes_of('platform.webhook_endpoints', 'webhook');
select platform.log_changes_of('platform.notifications', 'notification', person => 'user_id');
select platform.log_changes_of('platform.files', 'file');
select platform.log_changes_of('platform.legal_holds', 'privacy');
select platform.log_changes_of('platform.privacy_requests', 'privacy');
