import { z } from 'zod'
import { defineJob, type SystemContext, type UnitOfWork } from '@wasla/sdk'
import { customerCreated, customerUpdated } from '../../contract/customer.events.ts'
import { crmSettings } from '../crm.settings.ts'
import { CustomerImport, type ImportRemark } from '../data/customer-import.entity.ts'
import { entities } from '../data/entities.ts'
import { readSpreadsheet, type SpreadsheetRow } from '../import/read-spreadsheet.ts'
import { toE164 } from '../phone.ts'

type ImportContext = SystemContext<typeof entities>

/** Rows in one unit of work: large enough to be quick, small enough to hold no lock for long. */
const BATCH = 200

export const importCustomers = defineJob({
  name: 'crm.import-customers',
  payload: z.strictObject({ importId: z.uuid() }),
  perOrganization: 1,
  timeLimit: 1_800,
  run: async (ctx: ImportContext, { importId }, job) => {
    const waiting = await ctx.db.readFirst((sql) => sql.selectFrom('customer_imports').selectAll().where('id', '=', importId))
    if (waiting === undefined || waiting.status === 'finished') return
    const { defaultCountry } = await ctx.settings(crmSettings)
    const { rows, remarks } = readSpreadsheet(waiting.source)
    const doubts: ImportRemark[] = []
    const values = rows.map((row) => toValues(row, defaultCountry, doubts))
    // A run that was cut off goes on behind the last batch that was committed.
    for (let start = waiting.processed; start < rows.length; start += BATCH) {
      const batch = values.slice(start, start + BATCH)
      await importBatch(ctx, importId, start, batch)
      await job.progress((start + batch.length) / rows.length, `${start + batch.length} of ${rows.length}`)
    }
    await ctx.db.write(async (unit) => {
      const record = await unit.findOne(CustomerImport, { id: importId })
      if (record === null) return
      const refused = new Set(remarks.map((remark) => remark.line)).size
      Object.assign(record, { status: 'finished', source: '', refused, remarks: [...remarks, ...doubts], finishedAt: new Date() })
    })
  },
})

type Values = ReturnType<typeof toValues>

function toValues({ line, customer }: SpreadsheetRow, defaultCountry: string, doubts: ImportRemark[]) {
  const { phone: written, ...given } = customer
  const phone = written == null ? null : toE164(written, given.country, defaultCountry)
  if (written != null && phone === null) {
    doubts.push({ line, severity: 'warning', field: 'phone', message: `"${written}" is no number that can be dialled; it is kept as written` })
  }
  return { ...given, phone, phoneRaw: written ?? null }
}

/** Writes a batch and how far the import is in one transaction, so that no row is ever imported twice. */
async function importBatch(ctx: ImportContext, importId: string, start: number, values: Values[]): Promise<void> {
  await ctx.db.write(async (unit) => {
    const record = await unit.findOne(CustomerImport, { id: importId })
    if (record === null || record.processed !== start) return
    const outcome = record.dryRun ? await foresee(unit, values) : await upsert(unit, values)
    record.status = 'running'
    record.processed = start + values.length
    record.created += outcome.created
    record.updated += outcome.updated
  })
}

type ImportUnit = UnitOfWork<typeof entities>

async function upsert(unit: ImportUnit, values: Values[]): Promise<{ created: number; updated: number }> {
  const known = await unit.execute((sql) => sql.selectFrom('customers').select(['id', 'externalId']).where('externalId', 'in', externalIds(values)).forUpdate())
  const ids = new Map(known.map((row) => [row.externalId, row.id]))
  let created = 0
  for (const value of values) {
    const id = value.externalId == null ? undefined : ids.get(value.externalId)
    if (id === undefined) {
      const [row] = await unit.execute((sql) => sql.insertInto('customers').values(value).returning(['id', 'version']))
      if (row === undefined) continue
      created += 1
      if (value.externalId != null) ids.set(value.externalId, row.id)
      unit.emit(customerCreated, { customerId: row.id, version: row.version, companyName: value.companyName, source: 'import' })
    } else {
      const [row] = await unit.execute((sql) => sql.updateTable('customers').set(value).where('id', '=', id).returning('version'))
      if (row !== undefined) unit.emit(customerUpdated, { customerId: id, version: row.version, changed: Object.keys(value) })
    }
  }
  return { created, updated: values.length - created }
}

async function foresee(unit: ImportUnit, values: Values[]): Promise<{ created: number; updated: number }> {
  const known = await unit.execute((sql) => sql.selectFrom('customers').select('externalId').where('externalId', 'in', externalIds(values)))
  return { created: values.length - known.length, updated: known.length }
}

// An empty `in ()` is no SQL; the empty string is nobody's external id.
const externalIds = (values: Values[]) => ['', ...values.flatMap((value) => value.externalId ?? [])]
