import type { RecordLink, RecordReference } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

interface LinkRow {
  readonly kind: string
  readonly from_plugin: string
  readonly from_type: string
  readonly from_id: string
  readonly to_plugin: string
  readonly to_type: string
  readonly to_id: string
}

// Two arms, so that each direction is found by its own index.
const LINKS = `
  select kind, from_plugin, from_type, from_id, to_plugin, to_type, to_id from platform.integration_mappings
  where organization_id = $1 and from_plugin = $2 and from_type = $3 and from_id = $4 and ($5::text is null or kind = $5)
  union
  select kind, from_plugin, from_type, from_id, to_plugin, to_type, to_id from platform.integration_mappings
  where organization_id = $1 and to_plugin = $2 and to_type = $3 and to_id = $4 and ($5::text is null or kind = $5)`

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/** The links of a record, whichever end it stands at; none of what can be no record's id. */
export async function readLinks(
  platform: PlatformDatabase,
  organizationId: string,
  record: RecordReference,
  kind?: string,
): Promise<RecordLink[]> {
  if (!UUID.test(record.id)) return []
  const rows = await platform.inOrganization<LinkRow>(organizationId, LINKS, [
    organizationId,
    record.plugin,
    record.type,
    record.id,
    kind ?? null,
  ])
  return rows.map((row) => ({
    kind: row.kind,
    from: { plugin: row.from_plugin, type: row.from_type, id: row.from_id },
    to: { plugin: row.to_plugin, type: row.to_type, id: row.to_id },
  }))
}
