import type pg from 'pg'
import { pluginSchema } from '../bootstrap/roles.ts'
import { withClient } from '../connection.ts'

/** A column as the plugin's entities have it. `type` is any spelling PostgreSQL reads. */
export interface ExpectedColumn {
  table: string
  column: string
  type: string
  nullable: boolean
}

/** One place where the tables and the entities of a plugin differ. */
export interface Drift {
  table: string
  column: string
  problem: 'missing_table' | 'unknown_table' | 'missing_column' | 'unknown_column' | 'type' | 'nullability'
  expected?: string
  actual?: string
}

export interface DriftOptions {
  adminUrl: string
  /** The plugin's id. */
  plugin: string
  expectedColumns: ExpectedColumn[]
}

interface ActualColumn extends ExpectedColumn {
  search: boolean
}

/** Compares a plugin's tables with what its entities say; empty when they agree. */
export async function checkDrift({ adminUrl, plugin, expectedColumns }: DriftOptions): Promise<Drift[]> {
  return withClient(adminUrl, async (client) => {
    await client.query(`select set_config('search_path', quote_ident($1) || ', extensions', false)`, [
      pluginSchema(plugin),
    ])
    const expected = await withCanonicalTypes(client, expectedColumns)
    return compare(expected, await readColumns(client, pluginSchema(plugin)))
  })
}

async function readColumns(client: pg.Client, schema: string): Promise<ActualColumn[]> {
  const { rows } = await client.query<ActualColumn>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable, coalesce(col_description(c.oid, a.attnum), '') like '%wasla:search%' as search
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname, a.attnum`,
    [schema],
  )
  return rows
}

// The server knows best that int8 is bigint and varchar(5) is character varying(5).
async function withCanonicalTypes(client: pg.Client, columns: ExpectedColumn[]): Promise<ExpectedColumn[]> {
  const types = [...new Set(columns.map(({ type }) => type))]
  const { rows } = await client.query<{ type: string; canonical: string | null }>(
    `select type, format_type(to_regtype(type), to_regtypemod(type)) as canonical from unnest($1::text[]) as type`,
    [types],
  )
  const canonical = new Map(rows.map((row) => [row.type, row.canonical]))
  return columns.map((column) => ({ ...column, type: canonical.get(column.type) ?? column.type }))
}

function compare(expected: ExpectedColumn[], actual: ActualColumn[]): Drift[] {
  const tables = { expected: new Set(expected.map(tableOf)), actual: new Set(actual.map(tableOf)) }
  const found = new Map(actual.map((column) => [keyOf(column), column]))
  const known = new Set(expected.map(keyOf))
  return [
    ...[...tables.expected]
      .filter((table) => !tables.actual.has(table))
      .map((table) => tableDrift(table, 'missing_table')),
    ...[...tables.actual]
      .filter((table) => !tables.expected.has(table))
      .map((table) => tableDrift(table, 'unknown_table')),
    ...expected
      .filter(({ table }) => tables.actual.has(table))
      .flatMap((column) => compareColumn(column, found.get(keyOf(column)))),
    ...actual
      .filter((column) => tables.expected.has(column.table) && !column.search && !known.has(keyOf(column)))
      .map(({ table, column, type }): Drift => ({ table, column, problem: 'unknown_column', actual: type })),
  ]
}

function compareColumn(expected: ExpectedColumn, actual: ActualColumn | undefined): Drift[] {
  const { table, column, type, nullable } = expected
  if (!actual) return [{ table, column, problem: 'missing_column', expected: type }]
  const drifts: Drift[] = []
  if (actual.type !== type)
    drifts.push({ table, column, problem: 'type', expected: type, actual: actual.type })
  if (actual.nullable !== nullable) {
    drifts.push({
      table,
      column,
      problem: 'nullability',
      expected: nullText(nullable),
      actual: nullText(actual.nullable),
    })
  }
  return drifts
}

const tableOf = ({ table }: ExpectedColumn) => table
const keyOf = ({ table, column }: ExpectedColumn) => `${table}.${column}`
const nullText = (nullable: boolean) => (nullable ? 'null' : 'not null')
const tableDrift = (table: string, problem: Drift['problem']): Drift => ({ table, column: '', problem })
