import { randomUUID } from 'node:crypto'
import type { UnitOfWork } from '@wasla/sdk'
import { customerCreated, customerUpdated } from '../../contract/customer.events.ts'
import type { entities } from '../data/entities.ts'
import { KnownCustomers } from './known-customers.ts'
import type { CustomerValues } from './customer-values.ts'

type ImportUnit = UnitOfWork<typeof entities>

export interface Outcome {
  readonly created: number
  readonly updated: number
}

/** Adds the customers that are new and changes those that are known. */
export async function upsert(unit: ImportUnit, values: readonly CustomerValues[]): Promise<Outcome> {
  const known = new KnownCustomers(await storedFor(unit, values, true))
  let created = 0
  for (const value of values) {
    const found = known.find(value)
    if (found === undefined) {
      const [row] = await unit.execute((sql) =>
        sql.insertInto('customers').values(value).returning(['id', 'version']),
      )
      if (row === undefined) continue
      created += 1
      known.add({ ...value, id: row.id })
      unit.emit(customerCreated, {
        customerId: row.id,
        version: row.version,
        companyName: value.companyName,
        source: 'import',
      })
    } else {
      const { id } = found
      const [row] = await unit.execute((sql) =>
        sql.updateTable('customers').set(value).where('id', '=', id).returning('version'),
      )
      known.add({ ...found, ...value, id })
      if (row !== undefined)
        unit.emit(customerUpdated, { customerId: id, version: row.version, changed: Object.keys(value) })
    }
  }
  return { created, updated: values.length - created }
}

/** What `upsert` would do behind the rows that came earlier. */
export async function foresee(
  unit: ImportUnit,
  values: readonly CustomerValues[],
  earlier: readonly CustomerValues[],
): Promise<Outcome> {
  const known = new KnownCustomers(await storedFor(unit, [...earlier, ...values], false))
  const isNew = (value: CustomerValues): boolean => {
    const found = known.find(value)
    known.add({ ...found, ...value, id: found?.id ?? randomUUID() })
    return found === undefined
  }
  earlier.forEach(isNew)
  const created = values.filter(isNew).length
  return { created, updated: values.length - created }
}

/** The stored customers that a row may mean, the oldest first. */
function storedFor(unit: ImportUnit, values: readonly CustomerValues[], toChange: boolean) {
  return unit.execute((sql) => {
    const query = sql
      .selectFrom('customers')
      .select(['id', 'externalId', 'email'])
      .where((where) =>
        where.or([
          where('externalId', 'in', given(values, 'externalId')),
          where('email', 'in', given(values, 'email')),
        ]),
      )
      .orderBy('id')
    return toChange ? query.forUpdate() : query
  })
}

// An empty `in ()` is no SQL; the empty string is nobody's id or address.
const given = (values: readonly CustomerValues[], key: 'externalId' | 'email') => [
  '',
  ...values.flatMap((value) => value[key] ?? []),
]
