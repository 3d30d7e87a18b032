import { decodeCursor, toPage, type Page } from '@wasla/sdk'
import { z } from 'zod'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { AuditEntry, AuditFilter } from './audit.schema.ts'

export interface AuditPosition {
  readonly limit: number
  readonly cursor?: string
}

// The database's own counter, which is a bigint.
const position = z.tuple([z.string().regex(/^\d{1,18}$/)])

/** The trail of an organization, newest first. */
export async function listAudit(
  platform: PlatformDatabase,
  organizationId: string,
  filter: AuditFilter & AuditPosition,
): Promise<Page<AuditEntry>> {
  const [before] = filter.cursor === undefined ? [null] : decodeCursor(filter.cursor, position)
  const rows = await readAudit(platform, organizationId, filter, before, filter.limit + 1)
  return toPage(rows, filter.limit, ({ id }) => [id])
}

export const AUDIT_PAGE = `
  select l.id::text as id, to_json(l.at) #>> '{}' as at, l.plugin_id as plugin, l.table_name as table, l.row_id as record,
    l.action, l.actor_id::text as "actorId", u.full_name as "actorName", l.request_id as "requestId", l.before, l.after,
    coalesce(l.before, l.after) is null as "valuesErased"
  from platform.audit_log l
  left join platform.users u on u.id = l.actor_id
  where l.organization_id = $1 and ($2::bigint is null or l.id < $2)
    and ($4::text is null or l.plugin_id = $4) and ($5::text is null or l.table_name = $5)
    and ($6::text is null or l.row_id = $6) and ($7::uuid is null or l.actor_id = $7)
    and ($8::text is null or l.action = $8) and ($9::text is null or l.request_id = $9)
    and ($10::timestamptz is null or l.at >= $10) and ($11::timestamptz is null or l.at < $11)
  order by l.id desc limit $3`

/** @param before only entries older than the one of this id */
export function readAudit(
  platform: PlatformDatabase,
  organizationId: string,
  filter: AuditFilter,
  before: string | null,
  limit: number,
): Promise<AuditEntry[]> {
  const { plugin, table, record, actor, action, requestId, from, until } = filter
  return platform.inOrganization<AuditEntry>(organizationId, AUDIT_PAGE, [
    organizationId,
    before,
    limit,
    ...[plugin, table, record, actor, action, requestId, from, until].map((value) => value ?? null),
  ])
}
