/** What the platform keeps in its own tables for one module ($2) in one organization ($1). */
export interface PlatformRecords {
  readonly table: string
  readonly condition: string
  /** Whether it is the organization's data, and so part of an export; the rest is the platform's bookkeeping. */
  readonly exported: boolean
}

const ofOrganization = 'organization_id = $1::uuid'

export const platformRecords: readonly PlatformRecords[] = [
  { table: 'platform.addresses', condition: `${ofOrganization} and plugin_id = $2`, exported: true },
  { table: 'platform.settings', condition: `${ofOrganization} and plugin_id = $2`, exported: true },
  {
    table: 'platform.integration_mappings',
    condition: `${ofOrganization} and (from_plugin = $2 or to_plugin = $2)`,
    exported: true,
  },
  { table: 'platform.parked_jobs', condition: `${ofOrganization} and module_id = $2`, exported: false },
  {
    table: 'platform.subscriber_effects',
    condition: `${ofOrganization} and starts_with(subscriber, $2 || '.')`,
    exported: false,
  },
  {
    table: 'platform.received_messages',
    condition: `${ofOrganization} and starts_with(source, $2 || '.')`,
    exported: false,
  },
  {
    table: 'platform.singleton_leases',
    condition: `${ofOrganization} and starts_with(name, $2 || '.')`,
    exported: false,
  },
  { table: 'platform.schedule_runs', condition: `${ofOrganization} and module_id = $2`, exported: false },
  {
    // Those that wait would find nothing; those that are done still hold what they were about.
    table: 'pgboss.job',
    condition: `group_id = $1::uuid::text and state <> 'active'
      and name in (select q.queue from platform.job_queues q where q.plugin_id = $2)`,
    exported: false,
  },
]

/**
 * The trail stays; what it holds of the purged rows does not. Deleting them wrote their values there once more,
 * so this comes after.
 */
export const EMPTY_TRAIL = `
  update platform.audit_log l set before = null, after = null, salt = null
  where l.organization_id = $1
    and (l.plugin_id = $2 or (l.plugin_id = 'platform' and l.table_name = 'settings' and l.row_id = $1::text || '/' || $2))`
