import { z } from 'zod'
import { defineJob, memberDirectory, type SystemContext, type UnitOfWork } from '@wasla/sdk'
import { customerCreated, customerUpdated } from '../../contract/customer.events.ts'
import { crmSettings } from '../crm.settings.ts'
import { CustomerImport, type ImportRemark } from '../data/customer-import.entity.ts'
import type { entities } from '../data/entities.ts'
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
    const waiting = await ctx.db.readFirst((sql) =>
      sql.selectFrom('customer_imports').selectAll().where('id', '=', importId),
    )
    if (waiting === undefined || waiting.status === 'finished') return
    const { defaultCountry } = await ctx.settings(crmSettings)
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
    await ctx.db.write(async (unit) => {
      const record = await unit.findOne(CustomerImport, { id: importId })
      if (record === null) return
      const refused = new Set(remarks.map((remark) => remark.line)).size
      Object.assign(record, {
        status: 'finished',
        source: '',
        refused,
        remarks: [...remarks, ...doubts],
        finishedAt: new Date(),
      })
    })
  },
})

/** Ids that rows may point at, for each property that points somewhere. */
type References = Readonly<Record<'stageId' | 'ownerId', ReadonlySet<string>>>

async function knownReferences(ctx: ImportContext, rows: readonly SpreadsheetRow[]): Promise<References> {
  const given = (property: keyof References) => [
    ...new Set(rows.flatMap(({ customer }) => customer[property] ?? [])),
  ]
  const [stages, owners] = await Promise.all([
    ctx.db.read((sql) => sql.selectFrom('sales_stages').select('id')),
    ctx.use(memberDirectory).byIds(given('ownerId')),
  ])
  return {
    stageId: new Set(stages.map(({ id }) => id)),
    ownerId: new Set(owners.map(({ userId }) => userId)),
  }
}

type Values = ReturnType<typeof toValues>

function toValues(
  { line, customer }: SpreadsheetRow,
  defaultCountry: string,
  known: References,
  doubts: ImportRemark[],
) {
  const { phone: written, stageId, ownerId, ...given } = customer
  const doubt = (field: string, message: string) =>
    void doubts.push({ line, severity: 'warning', field, message })
  const reference = (property: keyof References, id: string | null | undefined, what: string) => {
    if (id == null) return {}
    if (known[property].has(id)) return { [property]: id }
    // The row itself is taken: rows that come and go would let a run that goes on lose its place.
    doubt(property, `"${id}" is no ${what} of this organization; it is left out`)
    return {}
  }
  const references = {
    ...reference('stageId', stageId, 'sales stage'),
    ...reference('ownerId', ownerId, 'member'),
  }
  // What a file does not say is left as it is.
  if (written == null) return { ...given, ...references }
  const phone = toE164(written, given.country, defaultCountry)
  if (phone === null) doubt('phone', `"${written}" is no number that can be dialled; it is kept as written`)
  return { ...given, ...references, phone, phoneRaw: written }
}

/** Writes a batch and how far the import is in one transaction, so that no row is ever imported twice. */
async function importBatch(
  ctx: ImportContext,
  importId: string,
  start: number,
  values: Values[],
  earlier: Values[],
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

type ImportUnit = UnitOfWork<typeof entities>

async function upsert(unit: ImportUnit, values: Values[]): Promise<{ created: number; updated: number }> {
  const known = await unit.execute((sql) =>
    sql
      .selectFrom('customers')
      .select(['id', 'externalId'])
      .where('externalId', 'in', externalIds(values))
      .forUpdate(),
  )
  const ids = new Map(known.map((row) => [row.externalId, row.id]))
  let created = 0
  for (const value of values) {
    const id = value.externalId == null ? undefined : ids.get(value.externalId)
    if (id === undefined) {
      const [row] = await unit.execute((sql) =>
        sql.insertInto('customers').values(value).returning(['id', 'version']),
      )
      if (row === undefined) continue
      created += 1
      if (value.externalId != null) ids.set(value.externalId, row.id)
      unit.emit(customerCreated, {
        customerId: row.id,
        version: row.version,
        companyName: value.companyName,
        source: 'import',
      })
    } else {
      const [row] = await unit.execute((sql) =>
        sql.updateTable('customers').set(value).where('id', '=', id).returning('version'),
      )
      if (row !== undefined)
        unit.emit(customerUpdated, { customerId: id, version: row.version, changed: Object.keys(value) })
    }
  }
  return { created, updated: values.length - created }
}

async function foresee(
  unit: ImportUnit,
  values: Values[],
  earlier: Values[],
): Promise<{ created: number; updated: number }> {
  const stored = await unit.execute((sql) =>
    sql.selectFrom('customers').select('externalId').where('externalId', 'in', externalIds(values)),
  )
  const known = new Set([...stored.map((row) => row.externalId), ...externalIds(earlier)])
  let updated = 0
  for (const { externalId } of values) {
    if (externalId == null) continue
    if (known.has(externalId)) updated += 1
    known.add(externalId)
  }
  return { created: values.length - updated, updated }
}

// An empty `in ()` is no SQL; the empty string is nobody's external id.
const externalIds = (values: Values[]) => ['', ...values.flatMap((value) => value.externalId ?? [])]
