import { CustomerImport } from '../data/customer-import.entity.ts'
import type { CrmContext } from '../data/entities.ts'
import { importCustomers } from '../jobs/import-customers.job.ts'

/**
 * Takes a file in and imports it as a job.
 * @throws invalid `crm.import_unreadable` at once, when nothing of the file can be used
 */
export async function startImport(
  ctx: CrmContext,
  source: string,
  dryRun: boolean,
): Promise<{ id: string; status: 'waiting' }> {
  ctx.authorize('crm.imports.write')
  const { readSpreadsheet } = await import('../import/read-spreadsheet.ts')
  readSpreadsheet(source)
  return ctx.db.write(async (unit) => {
    const record = unit.create(CustomerImport, {
      status: 'waiting',
      dryRun,
      source,
      requestedBy: ctx.principal.id,
    })
    await unit.flush()
    unit.enqueue(importCustomers, { importId: record.id })
    return { id: record.id, status: 'waiting' as const }
  })
}
