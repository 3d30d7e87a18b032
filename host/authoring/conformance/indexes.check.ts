import pg from 'pg'
import { asSelection, moduleFields } from './graphql-fields.ts'
import { operationsOf, pathOf } from './operations.ts'
import type { Check, Subject } from './subject.ts'

const ROWS = 100_000

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly unique: boolean
}

export const indexes: Check = {
  name: 'no list reads a whole table, at 100,000 rows',
  async look(subject) {
    const rows = subject.options.rows ?? ROWS
    const { filled, findings } = await fillTables(subject, rows)
    if (filled.length === 0)
      return {
        looked: 0,
        findings,
        ...(findings.length === 0 && { skipped: 'No table holds a row; let `seed` make one of each kind.' }),
      }
    await subject.host.query('select pg_stat_reset()')
    const asked = await readEverything(subject)
    const read = await subject.host.query<{ table: string; tuples: number }>(
      'select relname as table, seq_tup_read::float8 as tuples from pg_stat_user_tables where schemaname = $1',
      [subject.schema],
    )
    for (const { table, tuples } of read) {
      if (filled.includes(table) && tuples >= rows / 2) {
        findings.push(
          `Reading ${subject.schema}.${table} went through ${tuples} rows one by one; add an index that begins with organization_id and fits the filter and the order.`,
        )
      }
    }
    return { looked: asked, findings }
  },
}

/** Copies the seed's row many times, past triggers: what is measured is reading. */
async function fillTables(
  { host, schema, ours, options }: Subject,
  rows: number,
): Promise<{ filled: string[]; findings: string[] }> {
  const client = new pg.Client({ connectionString: host.database })
  await client.connect()
  const filled: string[] = []
  const findings: string[] = []
  try {
    await client.query(`set session_replication_role = 'replica'`)
    const { rows: columns } = await client.query<Column>(COLUMNS, [schema])
    for (const table of new Set(columns.map(({ table: name }) => name))) {
      if (options.smallTables?.includes(table)) continue
      const own = columns.filter((column) => column.table === table)
      const names = own.map(({ column }) => `"${column}"`).join(', ')
      try {
        const { rowCount } = await client.query(
          `insert into "${schema}"."${table}" (${names})
           select ${own.map(copied).join(', ')}
           from (select * from "${schema}"."${table}" where organization_id = $1 limit 1) seed, generate_series(1, $2::int) as n
           on conflict do nothing`,
          [ours.id, rows],
        )
        if ((rowCount ?? 0) >= rows) filled.push(table)
      } catch (error) {
        findings.push(`${schema}.${table} could not be filled: ${(error as Error).message}.`)
      }
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
  return { filled, findings }
}

function copied({ column, type, unique }: Column): string {
  if (column === 'id') return 'uuidv7()'
  if (!unique || column === 'organization_id') return `seed."${column}"`
  if (type === 'uuid') return 'uuidv7()'
  if (['integer', 'bigint', 'smallint', 'numeric'].includes(type)) return `seed."${column}" + n`
  return ['text', 'citext', 'character varying'].includes(type)
    ? `seed."${column}" || n::text`
    : `seed."${column}"`
}

const COLUMNS = `
  select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey)) as unique
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where n.nspname = $1 and c.relkind = 'r'
    and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id' and not o.attisdropped)
  order by c.relname, a.attnum`

/** Through a host of its own: PostgreSQL tells what a connection read when the connection ends. */
async function readEverything(subject: Subject): Promise<number> {
  const reader = await subject.host.another()
  let asked = 0
  try {
    const headers = { authorization: `Bearer ${subject.ours.owner.token}` }
    for (const operation of await operationsOf(subject)) {
      if (operation.method !== 'GET' || !operation.protected) continue
      await (await fetch(`${reader.url}/api/v1${pathOf(subject, operation).path}`, { headers })).text()
      asked++
    }
    const { fields, types } = await moduleFields(subject, 'Query')
    for (const field of fields) {
      const body = JSON.stringify({ query: `{ ${asSelection(field, types)} }` })
      await (
        await fetch(`${reader.url}/graphql`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
        })
      ).text()
      asked++
    }
  } finally {
    await reader.stop()
  }
  return asked
}
