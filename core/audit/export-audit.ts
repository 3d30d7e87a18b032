import type { PlatformDatabase } from '../database/data-access.ts'
import { csvLine } from '../files/csv.ts'
import type { AuditEntry, AuditFilter } from './audit.schema.ts'
import { readAudit } from './list-audit.ts'

const PAGE = 500

const COLUMNS = [
  'id',
  'at',
  'plugin',
  'table',
  'record',
  'action',
  'actorId',
  'actorName',
  'requestId',
  'before',
  'after',
  'valuesErased',
] as const satisfies readonly (keyof AuditEntry)[]

/** The whole trail that fits the filter, in pages: a slow reader holds no connection. */
export async function* exportAudit(
  platform: PlatformDatabase,
  organizationId: string,
  { format, ...filter }: AuditFilter & { readonly format: 'ndjson' | 'csv' },
): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\r\n`
  let before: string | null = null
  do {
    const entries: AuditEntry[] = await readAudit(platform, organizationId, filter, before, PAGE)
    if (entries.length > 0) yield entries.map(format === 'csv' ? auditLine : jsonLine).join('')
    before = entries.length === PAGE ? (entries.at(-1)?.id ?? null) : null
  } while (before !== null)
}

const jsonLine = (entry: AuditEntry): string => `${JSON.stringify(entry)}\n`

const auditLine = (entry: AuditEntry): string => csvLine(COLUMNS.map((column) => entry[column]))
