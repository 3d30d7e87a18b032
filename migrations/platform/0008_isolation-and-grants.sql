do $$
declare
  target regclass;
begin
  for target in
    select c.oid from pg_class c
    where c.relnamespace = 'platform'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and platform.has_column(c.oid, 'organization_id')
  loop
    perform platform.isolate_table(target);
  end loop;
end
$$;

select platform.audit_table('platform.memberships', 'platform');
select platform.audit_table('platform.organization_modules', 'platform');
select platform.audit_table('platform.settings', 'platform');

grant select, insert, update, delete on all tables in schema platform to wasla_system;
alter default privileges in schema platform grant select, insert, update, delete on tables to wasla_system;
grant usage on all sequences in schema platform to wasla_system;
alter default privileges in schema platform grant usage on sequences to wasla_system;

grant select on platform.modules, platform.migrations, platform.event_subscribers, platform.job_queues
  to wasla_app;
grant update on platform.modules to wasla_app;
grant select, insert, update, delete on
  platform.organizations, platform.users, platform.memberships, platform.sessions,
  platform.organization_modules, platform.hosts, platform.addresses, platform.settings,
  platform.integration_mappings, platform.subscriber_effects, platform.parked_jobs,
  platform.idempotency_keys, platform.meter_events, platform.singleton_leases
  to wasla_app;
grant select, update on platform.toggle_version to wasla_app;
-- The trail and the log are only ever added to.
grant select, insert on platform.audit_log, platform.event_log to wasla_app;

revoke execute on all functions in schema platform from public;
grant execute on function platform.normalize_search(text) to public;
grant execute on function platform.has_column(regclass, name), platform.has_policy(regclass, name),
  platform.has_trigger(regclass, name), platform.has_tenant_key(regclass) to wasla_app, wasla_system;
grant execute on function platform.audited_row_id(jsonb, text[]), platform.audit_digest(bytea, jsonb, jsonb),
  platform.without_secrets(jsonb), platform.next_request_id(text) to wasla_system;
