-- Each seal stands for the rows with an id in (after_id, until_id], and for the seal before it.
create table platform.audit_seals (
  id bigint primary key check (id > 0),
  after_id bigint not null,
  until_id bigint not null check (until_id > after_id),
  audit_ids bigint[] not null,
  -- The first 8 bytes of each row's hash, to name the row that was changed.
  marks bytea not null,
  hash bytea not null,
  -- By a key that the database does not know: whoever can write here can compute hashes, but not this.
  signature text,
  sealed_at timestamptz not null default now()
);

-- One row. Ids are given before they are committed; those up to the watermark are settled once every transaction
-- that had begun to write when it was taken has ended.
create table platform.audit_sealing (
  "only" boolean primary key default true check ("only"),
  watermark_id bigint not null default 0,
  watermark_xid xid8 not null default '0',
  watermark_at timestamptz not null default '-infinity'
);

insert into platform.audit_sealing default values;
revoke update, delete on platform.audit_log, platform.audit_seals from wasla_app;

create function platform.audit_row_hash(entry platform.audit_log) returns bytea
language sql immutable parallel safe
as $$
  select sha256(convert_to(jsonb_build_array(entry.id, entry.organization_id, entry.plugin_id, entry.table_name,
    entry.row_id, entry.action, entry.actor_id, entry.request_id, extract(epoch from entry.at),
    encode(entry.values_digest, 'hex'))::text, 'UTF8'))
$$;

create function platform.audit_seal_hash(hash_before bytea, seal bigint, after_id bigint, until_id bigint, row_hashes bytea)
returns bytea
language sql immutable parallel safe
as $$
  select sha256(coalesce(hash_before, '') || int8send(seal) || int8send(after_id) || int8send(until_id) || sha256(row_hashes))
$$;

-- Seals what is settled, one seal per call, and answers whether there is more. Writers never wait for it, and hosts
-- do not wait for each other.
create function platform.seal_audit(batch int, settle_seconds float8, out seal bigint, out hash bytea, out more boolean)
language plpgsql
as $$
declare
  state platform.audit_sealing;
  newest platform.audit_seals;
  upper_id bigint;
  given bigint;
  oldest_writer xid8;
  next_writer xid8;
  sealed platform.audit_seals;
begin
  more := false;
  select * into state from platform.audit_sealing for update skip locked;
  if not found then
    return;
  end if;
  select * into newest from platform.audit_seals s order by s.id desc limit 1;
  newest.until_id := coalesce(newest.until_id, 0);

  if state.watermark_id > newest.until_id then
    select pg_snapshot_xmin(pg_current_snapshot()), pg_snapshot_xmax(pg_current_snapshot()) into oldest_writer, next_writer;
    -- A watermark from before the database was restored into another server means nothing here.
    if state.watermark_xid <= next_writer then
      if oldest_writer < state.watermark_xid or state.watermark_at > clock_timestamp() - settle_seconds * interval '1 s' then
        return;
      end if;
      select max(b.id) into upper_id from (
        select l.id from platform.audit_log l
        where l.id > newest.until_id and l.id <= state.watermark_id
        order by l.id limit batch
      ) b;
      if upper_id is not null then
        insert into platform.audit_seals (id, after_id, until_id, audit_ids, marks, hash)
        select coalesce(newest.id, 0) + 1, newest.until_id, upper_id, array_agg(r.id order by r.id),
          string_agg(substring(r.hash for 8), '' order by r.id),
          platform.audit_seal_hash(newest.hash, coalesce(newest.id, 0) + 1, newest.until_id, upper_id,
            string_agg(r.hash, '' order by r.id))
        from (
          select l.id, platform.audit_row_hash(l) as hash
          from platform.audit_log l where l.id > newest.until_id and l.id <= upper_id
        ) r
        returning * into sealed;
        seal := sealed.id;
        hash := sealed.hash;
        newest.until_id := upper_id;
        more := exists (select from platform.audit_log l where l.id > upper_id and l.id <= state.watermark_id);
        if more then
          return;
        end if;
      end if;
    end if;
  end if;

  -- In this order: whoever was given one of these ids had begun to write before the snapshot is taken.
  select case when s.is_called then s.last_value else s.last_value - 1 end into given from platform.audit_log_id_seq s;
  select pg_snapshot_xmax(pg_current_snapshot()) into next_writer;
  update platform.audit_sealing set watermark_id = given, watermark_xid = next_writer, watermark_at = clock_timestamp()
  where given > newest.until_id;
end
$$;

revoke execute on function platform.audit_row_hash(platform.audit_log), platform.audit_seal_hash(bytea, bigint, bigint, bigint, bytea),
  platform.seal_audit(int, float8) from public;
grant execute on function platform.audit_row_hash(platform.audit_log),
  platform.audit_seal_hash(bytea, bigint, bigint, bigint, bytea), platform.seal_audit(int, float8) to wasla_system;
grant select on platform.audit_log_id_seq to wasla_system;
