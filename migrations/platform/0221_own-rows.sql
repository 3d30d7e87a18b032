-- An actor's role may be limited in some resources to what is their own; the data path then names these in
-- app.own_only. One look at the setting a query: a role without limits pays nothing for each row.
create function platform.unlimited(resource text) returns text
language sql immutable
as $$
  select format('(select strpos(coalesce(current_setting(''app.own_only'', true), ''''), %L) = 0)', ' ' || resource || ' ')
$$;

create function platform.owned_by_actor(alias text, owner_columns text[]) returns text
language sql immutable
as $$
  select string_agg(format('%s.%I = (select nullif(current_setting(''app.actor_id'', true), '''')::uuid)', alias, owner_column), ' or ')
  from unnest(owner_columns) as o (owner_column)
$$;

create function platform.limit_rows(target regclass, condition text) returns void
language plpgsql
as $$
begin
  if platform.has_policy(target, 'own_rows') then
    execute format('drop policy own_rows on %s', target);
  end if;
  -- Not for wasla_system: jobs and the platform see all. The owner, because views look with its eyes.
  execute format('create policy own_rows on %s as restrictive to %I, wasla_owner using (%s) with check (%s)', target,
    'wasla_plugin_' || (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target),
    condition, condition);
end
$$;

-- Called in a plugin's migration: roles may be limited to the rows in which one of these columns names the member.
-- The plugin's manifest says "own" of the resource, which is named like the table unless it is given.
create function platform.own_rows(target regclass, owner_columns text[], resource text default null) returns void
language plpgsql
as $$
declare
  schema_name name;
  table_name name;
  resource_name text;
begin
  select n.nspname, c.relname into schema_name, table_name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  resource_name := coalesce(resource, replace(schema_name || '.' || table_name, '_', '-'));
  insert into platform.own_row_rules values (platform.qualified_name(target), resource_name, own_rows.owner_columns)
  on conflict on constraint own_row_rules_pkey
    do update set resource = excluded.resource, owner_columns = excluded.owner_columns;
  perform platform.limit_rows(target,
    format('%s or %s', platform.unlimited(resource_name), platform.owned_by_actor(format('%I', table_name), owner_columns)));
  if to_regprocedure(format('%I.%I(text, int)', schema_name, 'search_' || table_name)) is not null then
    perform platform.create_search_function(target);
  end if;
end
$$;

-- Rows that belong to a row of another table, and are a member's own when that one is.
create function platform.own_rows_through(target regclass, reference_column text, parent regclass) returns void
language plpgsql
as $$
declare
  rule platform.own_row_rules;
  alias text;
begin
  select * into rule from platform.own_row_rules r where r.table_name = platform.qualified_name(parent);
  if not found then
    raise exception 'own_rows_through(%): % has no rule of own rows', target, parent
      using hint = 'Call platform.own_rows for the parent first.';
  end if;
  select format('%I', c.relname) into alias from pg_class c where c.oid = target;
  perform platform.limit_rows(target, format(
    '%s or exists (select from %s parent where parent.organization_id = %s.organization_id and parent.id = %s.%I and (%s))',
    platform.unlimited(rule.resource), parent, alias, alias, reference_column,
    platform.owned_by_actor('parent', rule.owner_columns)));
end
$$;

revoke execute on function platform.unlimited(text), platform.owned_by_actor(text, text[]),
  platform.limit_rows(regclass, text), platform.own_rows(regclass, text[], text),
  platform.own_rows_through(regclass, text, regclass) from public;
grant select on platform.own_row_rules to wasla_app;
