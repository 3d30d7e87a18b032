/** All toggles, and settings that changed, are announced here. A hint only: the truth is `platform.toggle_version`. */
export const TOGGLES_CHANNEL = 'wasla_toggles'

/**
 * Renews the lease, acknowledges what was applied, tells the present version. Its snapshot may be older than
 * its commit: good enough for a lease that has not ended, see `Acknowledgement` in database-gate.ts.
 */
export const RENEW_LEASE = `
  insert into platform.hosts (id, name, role, lease_until, applied_version)
  values ($1, $2, $3, now() + $4 * interval '1 millisecond', $5)
  on conflict (id) do update set lease_until = excluded.lease_until, applied_version = excluded.applied_version
  returning (select version from platform.toggle_version) as version`

export const LEAVE = 'delete from platform.hosts where id = $1'

/** Hosts that have not been heard of for a day. */
export const FORGET_DEAD_HOSTS = `delete from platform.hosts where lease_until < now() - interval '1 day'`

export const CURRENT_VERSION = 'select version from platform.toggle_version'

/** The present version, and the whole state of every organization that changed after version $1: one snapshot. */
export const CHANGES_SINCE = `
  select v.version, o.organization_id, o.modules
  from platform.toggle_version v
  left join lateral (
    select m.organization_id,
      coalesce(array_agg(m.module_id) filter (where m.active), '{}') as modules
    from platform.organization_modules m
    where m.organization_id in (select c.organization_id from platform.organization_modules c where c.version > $1)
    group by m.organization_id
  ) o on true`

/** The present version, and what one organization has switched on: one snapshot. */
export const ACTIVE_MODULES = `
  select v.version,
    array(select m.module_id from platform.organization_modules m where m.organization_id = $1 and m.active) as modules
  from platform.toggle_version v`

/** Live hosts that have not applied version $1. Hosts whose lease ended count for nothing: they ask. */
export const HOSTS_BEHIND = `
  select id, name from platform.hosts where lease_until > now() and applied_version < $1 order by name, id`
