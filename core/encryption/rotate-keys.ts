import type { PlatformDatabase } from '../database/data-access.ts'
import { messageOf } from '../kernel/kernel-error.ts'
import type { EncryptionKeys } from './keyring.ts'
import { readSealedColumns, type SealedColumn } from './sealed-columns.ts'

/** What came of encrypting everything anew. */
export interface KeyRotation {
  /** Rows changed, by column. */
  readonly rotated: Readonly<Record<string, number>>
  /** Rows that no key of the ring opens; they stay as they are. */
  readonly unreadable: readonly { readonly column: string; readonly key: string; readonly reason: string }[]
  /** Columns in which values sealed with other keys still stand: keep those keys. */
  readonly remaining: readonly { readonly column: string; readonly rows: number }[]
}

interface SealedRow {
  readonly key: string[]
  readonly bound: string[]
  readonly value: string
}

const PAGE = 200

/**
 * Encrypts with the first key whatever was encrypted with another. Hosts may run meanwhile, as long as they have the new
 * key; cut off, it is simply run again.
 */
export async function rotateKeys(platform: PlatformDatabase, keyring: EncryptionKeys): Promise<KeyRotation> {
  const rotated: Record<string, number> = {}
  const unreadable: { column: string; key: string; reason: string }[] = []
  for (const column of await readSealedColumns(platform)) {
    const name = `${column.table}.${column.column}`
    for await (const row of sealedRows(platform, column)) {
      try {
        const value = resealed(keyring, column, row)
        if (value !== row.value && (await replace(platform, column, row, value)))
          rotated[name] = (rotated[name] ?? 0) + 1
      } catch (error) {
        unreadable.push({ column: name, key: row.key.join('/'), reason: messageOf(error) })
      }
    }
  }
  return { rotated, unreadable, remaining: await findRemaining(platform, keyring) }
}

/** By primary key, in pages. */
async function* sealedRows(
  platform: PlatformDatabase,
  { table, keys, boundTo, column }: SealedColumn,
): AsyncGenerator<SealedRow> {
  const texts = (columns: readonly string[]): string =>
    `array[${columns.map((each) => `${each}::text`).join(', ')}]`
  const key = texts(keys)
  let after: readonly string[] | null = null
  for (;;) {
    const page: SealedRow[] = await platform.asSystem<SealedRow>(
      `select ${key} as key, ${texts(boundTo)} as bound, ${column}::text as value from ${table}
       where ${column}::text ~ 'v1\\.[A-Za-z0-9_-]{8}\\.' and ($1::text[] is null or ${key} > $1::text[])
       order by ${key} limit ${PAGE}`,
      [after],
    )
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.key ?? null
  }
}

function resealed(keyring: EncryptionKeys, column: SealedColumn, { bound, value }: SealedRow): string {
  const reseal = (sealed: string, path: readonly string[]): string => {
    if (keyring.isCurrent(sealed)) return sealed
    const place = column.place(bound, path)
    return keyring.seal(keyring.open(sealed, place), place)
  }
  if (column.form === 'text') return reseal(value, [])
  const before: unknown = JSON.parse(value)
  const after = resealedJson(before, [], reseal)
  return JSON.stringify(after) === JSON.stringify(before) ? value : JSON.stringify(after)
}

function resealedJson(
  value: unknown,
  path: readonly string[],
  reseal: (sealed: string, path: readonly string[]) => string,
): unknown {
  if (Array.isArray(value))
    return value.map((member, index) => resealedJson(member, [...path, String(index)], reseal))
  if (typeof value !== 'object' || value === null) return value
  const { $sealed } = value as { $sealed?: unknown }
  if (typeof $sealed === 'string') return { $sealed: reseal($sealed, path) }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resealedJson(member, [...path, name], reseal)]),
  )
}

/** @returns false when it was written anew meanwhile, which was with the current key */
async function replace(
  platform: PlatformDatabase,
  { table, keys, column, form }: SealedColumn,
  row: SealedRow,
  value: string,
): Promise<boolean> {
  const same = keys.map((key, index) => `${key}::text = $${index + 3}`).join(' and ')
  const rows = await platform.asSystem(
    `update ${table} set ${column} = $1::${form === 'json' ? 'jsonb' : 'text'} where ${column}::text = $2 and ${same} returning 1`,
    [value, row.value, ...row.key],
  )
  return rows.length > 0
}

/** Looks at every text and JSON column of the platform, also at those nobody thought of. */
async function findRemaining(
  platform: PlatformDatabase,
  keyring: EncryptionKeys,
): Promise<{ column: string; rows: number }[]> {
  const columns = await platform.asSystem<{ table: string; column: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, format('%I', a.attname) as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition
       and a.atttypid in ('text'::regtype, 'jsonb'::regtype)
     order by c.relname, a.attname`,
  )
  const remaining: { column: string; rows: number }[] = []
  for (const { table, column } of columns) {
    const found = await platform.asSystem<{ sealed: string; rows: number }>(
      `select substring(${column}::text from '(v1\\.[A-Za-z0-9_-]{8}\\.)[A-Za-z0-9_-]{38}') as sealed, count(*)::int as rows
       from ${table} where ${column}::text ~ 'v1\\.[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{38}' group by 1`,
    )
    const rows = found
      .filter(({ sealed }) => !keyring.isCurrent(sealed))
      .reduce((sum, each) => sum + each.rows, 0)
    if (rows > 0) remaining.push({ column: `${table}.${column}`, rows })
  }
  return remaining
}
