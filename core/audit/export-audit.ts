import type { PlatformDatabase } from '../database/data-access.ts'
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
    if (entries.length > 0) yield entries.map(format === 'csv' ? csvLine : jsonLine).join('')
    before = entries.length === PAGE ? (entries.at(-1)?.id ?? null) : null
  } while (before !== null)
}

const jsonLine = (entry: AuditEntry): string => `${JSON.stringify(entry)}\n`

const csvLine = (entry: AuditEntry): string =>
  `${COLUMNS.map((column) => csvCell(entry[column])).join(',')}\r\n`

/** A cell that begins like a formula would be run by a spreadsheet, so it begins with an apostrophe instead. */
function csvCell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
