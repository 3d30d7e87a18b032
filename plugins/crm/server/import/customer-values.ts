import { memberDirectory, type SystemContext } from '@wasla/sdk'
import type { ImportRemark } from '../data/customer-import.entity.ts'
import type { entities } from '../data/entities.ts'
import { toE164 } from '../phone.ts'
import type { SpreadsheetRow } from './read-spreadsheet.ts'

/** Ids that rows may point at, for each property that points somewhere. */
export type References = Readonly<Record<'stageId' | 'ownerId', ReadonlySet<string>>>

export async function knownReferences(
  ctx: SystemContext<typeof entities>,
  rows: readonly SpreadsheetRow[],
): Promise<References> {
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

/** A row as it is stored. */
export type CustomerValues = ReturnType<typeof toValues>

/** @param doubts to which is added what was taken with a reservation */
export function toValues(
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
    doubt(property, `This is no ${what} of the organization; it is left out`)
    return {}
  }
  const references = {
    ...reference('stageId', stageId, 'sales stage'),
    ...reference('ownerId', ownerId, 'member'),
  }
  // What a file does not say is left as it is.
  if (written == null) return { ...given, ...references }
  const phone = toE164(written, given.country, defaultCountry)
  // A remark outlives the customer, so it quotes nothing of them.
  if (phone === null) doubt('phone', 'This is no number that can be dialled; it is kept as written')
  return { ...given, ...references, phone, phoneRaw: written }
}
