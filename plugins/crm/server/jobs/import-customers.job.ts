import { z } from 'zod'
import { defineJob, fileStore, type SystemContext } from '@wasla/sdk'
import { crmSettings } from '../crm.settings.ts'
import { CustomerImport, type ImportRemark } from '../data/customer-import.entity.ts'
import type { entities } from '../data/entities.ts'
import { knownReferences, toValues, type CustomerValues } from '../import/customer-values.ts'
import { foresee, upsert } from '../import/import-batch.ts'

type ImportContext = SystemContext<typeof entities>

/** Rows in one unit of work: large enough to be quick, small enough to hold no lock for long. */
const BATCH = 200

/** Refused lines hold what was said of people: they are kept for as long as it takes to mend them. */
const ERROR_FILE_DAYS = 7

export const importCustomers = defineJob({
  name: 'crm.import-customers',
  payload: z.strictObject({ importId: z.uuid() }),
  perOrganization: 1,
  timeLimit: 1_800,
  run: async (ctx: ImportContext, { importId }, job) => {
    const waiting = await ctx.db.readFirst((sql) =>
      sql.selectFrom('customer_imports').selectAll().where('id', '=', importId),
    )
    if (waiting === undefined || waiting.status === 'finished') return
    const { defaultCountry } = await ctx.settings(crmSettings)
    // What reads spreadsheets is loaded for whoever sends one.
    const { readSpreadsheet } = await import('../import/read-spreadsheet.ts')
    const { errorFile } = await import('../import/error-file.ts')
    const { rows, remarks } = readSpreadsheet(waiting.source)
    const doubts: ImportRemark[] = []
    const known = await knownReferences(ctx, rows)
    const values = rows.map((row) => toValues(row, defaultCountry, known, doubts))
    // A run that was cut off goes on behind the last batch that was committed.
    for (let start = waiting.processed; start < rows.length; start += BATCH) {
      const batch = values.slice(start, start + BATCH)
      await importBatch(ctx, importId, start, batch, values.slice(0, start))
      await job.progress((start + batch.length) / rows.length, `${start + batch.length} of ${rows.length}`)
    }
    const errorFileId = await keepRefused(ctx, importId, errorFile(waiting.source, remarks))
    await ctx.db.write(async (unit) => {
      const record = await unit.findOne(CustomerImport, { id: importId })
      if (record === null) return
      const refused = new Set(remarks.filter(isError).map((remark) => remark.line)).size
      Object.assign(record, {
        status: 'finished',
        source: '',
        refused,
        remarks: [...remarks, ...doubts],
        errorFileId,
        finishedAt: new Date(),
      })
    })
  },
})

const isError = ({ severity }: ImportRemark) => severity === 'error'

async function keepRefused(
  ctx: ImportContext,
  importId: string,
  text: string | null,
): Promise<string | null> {
  if (text === null) return null
  const expiresAt = new Date(Date.now() + ERROR_FILE_DAYS * 24 * 60 * 60 * 1000)
  const name = `refused-${importId}.csv`
  const { id } = await ctx.use(fileStore).put({ name, body: text, contentType: 'text/csv', expiresAt })
  return id
}

/** Writes a batch and how far the import is in one transaction, so that no row is ever imported twice. */
async function importBatch(
  ctx: ImportContext,
  importId: string,
  start: number,
  values: CustomerValues[],
  earlier: CustomerValues[],
): Promise<void> {
  await ctx.db.write(async (unit) => {
    const record = await unit.findOne(CustomerImport, { id: importId })
    if (record === null || record.processed !== start) return
    const outcome = record.dryRun ? await foresee(unit, values, earlier) : await upsert(unit, values)
    record.status = 'running'
    record.processed = start + values.length
    record.created += outcome.created
    record.updated += outcome.updated
  })
}
