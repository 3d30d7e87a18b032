/** What the platform keeps in its own tables for one module ($2) in one organization ($1). */
export interface PlatformRecords {
  readonly table: string
  readonly condition: string
  /** Whether it is the organization's data, and so part of an export. */
  readonly exported: boolean
}

export const platformRecords: readonly PlatformRecords[] = [
  { table: 'platform.addresses', condition: 'plugin_id = $2', exported: true },
  { table: 'platform.settings', condition: 'plugin_id = $2', exported: true },
  {
    table: 'platform.integration_mappings',
    condition: '(from_plugin = $2 or to_plugin = $2)',
    exported: true,
  },
  { table: 'platform.parked_jobs', condition: 'module_id = $2', exported: false },
  { table: 'platform.subscriber_effects', condition: `starts_with(subscriber, $2 || '.')`, exported: false },
  { table: 'platform.singleton_leases', condition: `starts_with(name, $2 || '.')`, exported: false },
]

/**
 * The trail stays; what it holds of the purged rows does not. Deleting them wrote their values there once more,
 * so this comes after.
 */
export const EMPTY_TRAIL = `
  delete from platform.audit_values v using platform.audit_log l
  where v.audit_id = l.id and l.organization_id = $1
    and (l.plugin_id = $2 or (l.plugin_id = 'platform' and l.table_name = 'settings' and l.row_id = $1::text || '/' || $2))`
