create function platform.set_updated_at() returns trigger
language plpgsql
as $$
begin
  if new.updated_at is not distinct from old.updated_at then
    new.updated_at := now();
  end if;
  return new;
end
$$;

create function platform.increment_version() returns trigger
language plpgsql
as $$
begin
  if new.version is not distinct from old.version then
    new.version := old.version + 1;
  end if;
  return new;
end
$$;

create function platform.has_column(target regclass, column_name name) returns boolean
language sql stable
as $$
  select exists (
    select from pg_attribute
    where attrelid = target and attname = column_name and attnum > 0 and not attisdropped
  )
$$;

create function platform.has_column_of_type(target regclass, column_name name, types regtype[]) returns boolean
language sql stable
as $$
  select exists (
    select from pg_attribute
    where attrelid = target and attname = column_name and attnum > 0 and not attisdropped and atttypid = any (types)
  )
$$;

create function platform.has_trigger(target regclass, trigger_name name) returns boolean
language sql stable
as $$
  select exists (select from pg_trigger where tgrelid = target and tgname = trigger_name)
$$;

create function platform.has_policy(target regclass, policy_name name) returns boolean
language sql stable
as $$
  select exists (select from pg_policy where polrelid = target and polname = policy_name)
$$;

-- Row-level security of one table. The sub-select is evaluated once a query; an empty setting, which
-- is what a local setting becomes after its transaction, matches nothing.
create function platform.isolate_table(target regclass) returns void
language plpgsql
as $$
begin
  if not (select relrowsecurity and relforcerowsecurity from pg_class where oid = target) then
    execute format('alter table %s enable row level security, force row level security', target);
  end if;
  if not platform.has_policy(target, 'tenant') then
    execute format(
      'create policy tenant on %s
         using (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::uuid))
         with check (organization_id = (select nullif(current_setting(''app.organization_id'', true), '''')::uuid))',
      target);
  end if;
  -- Without it a backfill of the owner updates nothing and a SECURITY DEFINER look-up sees nothing.
  if not platform.has_policy(target, 'system') then
    execute format('create policy system on %s to wasla_system using (true) with check (true)', target);
  end if;
end
$$;

-- Has `call` run after each statement that changes rows, which it finds in old_rows and new_rows.
create function platform.on_statements(target regclass, prefix text, call text) returns void
language plpgsql
as $$
declare
  operation text;
  rows_seen text;
begin
  for operation, rows_seen in values
    ('insert', 'new table as new_rows'),
    ('update', 'old table as old_rows new table as new_rows'),
    ('delete', 'old table as old_rows')
  loop
    if not platform.has_trigger(target, prefix || '_' || operation) then
      execute format('create trigger %I after %s on %s referencing %s for each statement execute function %s',
        prefix || '_' || operation, operation, target, rows_seen, call);
    end if;
  end loop;
end
$$;

create function platform.audit_table(target regclass, plugin text) returns void
language plpgsql
as $$
declare
  keys text;
begin
  if not platform.has_column(target, 'id') then
    select string_agg(', ' || quote_literal(a.attname), '' order by k.position) into keys
    from pg_constraint c
    cross join lateral unnest(c.conkey) with ordinality as k (attnum, position)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    where c.conrelid = target and c.contype = 'p';
    if keys is null then
      raise exception 'table % has no primary key, so its changes cannot be audited', target
        using hint = 'Give it an "id uuid" column, or a primary key.';
    end if;
  end if;
  perform platform.on_statements(target, 'audit', format('platform.audit_trigger(%L%s)', plugin, keys));
end
$$;

create function platform.has_tenant_key(target regclass) returns boolean
language sql stable
as $$
  select exists (
    select from pg_index i
    where i.indrelid = target and i.indisunique and i.indpred is null and i.indnkeyatts = 2
      and (select array_agg(a.attname order by k.position)
           from unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
           join pg_attribute a on a.attrelid = target and a.attnum = k.attnum
           where k.position <= 2) = array['organization_id', 'id']::name[]
  )
$$;

-- Makes a plugin's table a tenant table. Idempotent; the migrator calls it for every table.
create function platform.protect_table(target regclass) returns void
language plpgsql
as $$
declare
  schema_name name;
  table_name name;
  remark constant text := coalesce(obj_description(target, 'pg_class'), '');
  plugin_role text;
begin
  select n.nspname, c.relname into schema_name, table_name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  plugin_role := 'wasla_plugin_' || schema_name;

  if remark like '%wasla:shared%' then
    execute format('grant select on %s to %I', target, plugin_role);
    execute format('grant select, insert, update, delete on %s to wasla_system', target);
    return;
  end if;

  if not platform.has_column(target, 'organization_id') then
    raise exception 'table % has no column organization_id', target
      using hint = 'Add "organization_id uuid", or mark a table that all organizations read with the comment ''wasla:shared''.';
  end if;

  -- Only when needed, since it locks the table against everyone.
  if exists (
    select from pg_attribute
    where attrelid = target and attname = 'organization_id' and not (attnotnull and atthasdef)
  ) then
    execute format(
      'alter table %s alter column organization_id set not null,
         alter column organization_id set default (nullif(current_setting(''app.organization_id'', true), ''''))::uuid',
      target);
  end if;
  perform platform.isolate_table(target);

  if platform.has_column(target, 'id') and not platform.has_tenant_key(target) then
    execute format('alter table %s add constraint %I unique (organization_id, id)',
      target, left(table_name, 43) || '_organization_id_id_key');
  end if;
  if remark like '%wasla:unaudited%' then
    execute format('drop trigger if exists audit_insert on %s', target);
    execute format('drop trigger if exists audit_update on %s', target);
    execute format('drop trigger if exists audit_delete on %s', target);
  else
    perform platform.audit_table(target, replace(schema_name, '_', '-'));
  end if;
  if platform.has_column_of_type(target, 'updated_at', '{timestamptz}') and not platform.has_trigger(target, 'set_updated_at') then
    execute format(
      'create trigger set_updated_at before update on %s for each row execute function platform.set_updated_at()', target);
  end if;
  if platform.has_column_of_type(target, 'version', '{int,bigint}') and not platform.has_trigger(target, 'increment_version') then
    execute format(
      'create trigger increment_version before update on %s for each row execute function platform.increment_version()', target);
  end if;
  execute format('grant select, insert, update, delete on %s to %I, wasla_system', target, plugin_role);
end
$$;

-- All tables of one plugin, and its views and sequences for its own role.
create function platform.protect_schema(plugin text) returns void
language plpgsql
as $$
declare
  schema_name constant name := replace(plugin, '-', '_');
  plugin_role constant text := 'wasla_plugin_' || replace(plugin, '-', '_');
  target regclass;
begin
  for target in
    select c.oid from pg_class c
    where c.relnamespace = schema_name::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.oid
  loop
    perform platform.protect_table(target);
  end loop;
  for target in
    select c.oid from pg_class c where c.relnamespace = schema_name::regnamespace and c.relkind = 'v'
  loop
    execute format('grant select on %s to %I, wasla_system', target, plugin_role);
  end loop;
  execute format('grant usage on all sequences in schema %I to %I, wasla_system', schema_name, plugin_role);
end
$$;
