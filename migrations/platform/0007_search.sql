-- Folds what people type differently but mean alike: case, accents, Arabic letter variants, vowel
-- marks, tatweel, and digits. NFKC first, so that presentation forms become ordinary letters.
create function platform.normalize_search(value text) returns text
language plpgsql immutable strict parallel safe
as $$
begin
  return btrim(regexp_replace(
    translate(
      regexp_replace(
        lower(extensions.unaccent('extensions.unaccent'::regdictionary, normalize(value, nfkc))),
        '[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]', '', 'g'),
      'أإآٱىیئؤةک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
      'اااايييوهك01234567890123456789'),
    '\s+', ' ', 'g'));
end
$$;

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

-- Row-level security keeps LIKE from using an index, since LIKE is not leakproof. So a table that is
-- searched gets a function that runs as wasla_system, carries the organization predicate inside and
-- returns ids, which the caller reads again under row-level security.
-- It obeys the table's rule of own rows (0221).
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

create function platform.define_search(target regclass, columns text[]) returns void
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
