-- Which tables can be limited to what is a member's own, and by which of their columns.
create table platform.own_row_rules (
  table_name text primary key,
  resource text not null,
  owner_columns text[] not null
);

create function platform.qualified_name(target regclass) returns text
language sql stable
as $$
  select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target
$$;

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

-- The search function of a table, as define_search describes it; it obeys the table's rule of own rows.
create function platform.create_search_function(target regclass) returns void
language plpgsql
as $$
declare
  schema_name name;
  table_name name;
  function_name text;
  signature text;
  rule platform.own_row_rules;
  limits text := '';
begin
  select n.nspname, c.relname into schema_name, table_name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  function_name := format('%I.%I', schema_name, 'search_' || table_name);
  signature := function_name || '(text, int)';
  select * into rule from platform.own_row_rules r where r.table_name = platform.qualified_name(target);
  if found then
    select format('and (not search.limited or %s)', string_agg(format('t.%I = search.actor', o.owner_column), ' or ')) into limits
    from unnest(rule.owner_columns) as o (owner_column);
  end if;

  execute format('drop function if exists %s', signature);
  execute format($function$
    create function %1$s(query text, max_results int default 200) returns setof uuid
    language plpgsql stable security definer
    -- A generic plan cannot see how selective the pattern is.
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
    as $body$
    <<search>>
    declare
      organization constant uuid := nullif(current_setting('app.organization_id', true), '')::uuid;
      actor constant uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
      limited constant boolean := strpos(coalesce(current_setting('app.own_only', true), ''), %3$L) > 0;
      patterns text[];
    begin
      if organization is null then
        return;
      end if;
      select array_agg('%%' || regexp_replace(word, '([\\%%_])', '\\\1', 'g') || '%%' order by length(word) desc)
      into patterns
      from unnest(string_to_array(platform.normalize_search(query), ' ')) as words (word)
      where word <> '';
      if patterns is null then
        return;
      end if;
      -- The longest word goes through the index. Materialized, or the limit would tempt the planner
      -- to walk the primary key backwards.
      return query
        with matches as materialized (
          select t.id from %2$s t
          where t.organization_id = search.organization
            and t.search_text like search.patterns[1]
            and t.search_text like all (search.patterns)
            %4$s
        )
        select m.id from matches m order by m.id desc limit greatest(least(max_results, 10000), 0);
    end
    $body$
  $function$, function_name, format('%I.%I', schema_name, table_name), ' ' || coalesce(rule.resource, '-') || ' ', limits);

  execute format('grant create on schema %I to wasla_system', schema_name);
  execute format('revoke execute on function %s from public', signature);
  execute format('grant execute on function %s to %I', signature, 'wasla_plugin_' || schema_name);
  execute format('alter function %s owner to wasla_system', signature);
  execute format('revoke create on schema %I from wasla_system', schema_name);
end
$$;

create or replace function platform.define_search(target regclass, columns text[]) returns void
language plpgsql
as $$
declare
  table_name name;
  expression text;
begin
  select c.relname into table_name from pg_class c where c.oid = target;
  select string_agg(format('coalesce(%I::text, '''')', name), ' || '' '' || ' order by position) into expression
  from unnest(columns) with ordinality as c (name, position);
  if expression is null then
    raise exception 'define_search(%) names no columns', target;
  end if;

  execute format('alter table %s drop column if exists search_text', target);
  execute format('alter table %s add column search_text text generated always as (platform.normalize_search(%s)) stored',
    target, expression);
  execute format('comment on column %s.search_text is %L', target, 'wasla:search');
  execute format('create index %I on %s using gin (organization_id, search_text extensions.gin_trgm_ops)',
    left(table_name, 51) || '_search_idx', target);
  perform platform.create_search_function(target);
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

revoke execute on function platform.qualified_name(regclass), platform.unlimited(text), platform.owned_by_actor(text, text[]),
  platform.limit_rows(regclass, text), platform.create_search_function(regclass), platform.own_rows(regclass, text[], text),
  platform.own_rows_through(regclass, text, regclass) from public;
grant select on platform.own_row_rules to wasla_app;
