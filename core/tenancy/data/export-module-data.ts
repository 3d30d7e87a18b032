import type { PlatformDatabase } from '../../database/data-access.ts'
import type { CatalogDependencies } from '../module-catalog.ts'
import { assertInactive, type ModuleOfOrganization } from './inactive-module.ts'
import { readModuleTables, type ModuleTable } from './module-tables.ts'
import { platformRecords } from './platform-records.ts'

const PAGE = 1_000

/**
 * All that a module holds for an organization, as lines of JSON: first what is exported, then
 * `{"table": …, "row": {…}}` for each row, and last the number of rows of each table, so that a
 * download that was cut off can be told from a whole one. Read in pages: a slow reader holds no connection.
 * @throws as `assertInactive`, before the first line
 */
export async function exportModuleData(
  dependencies: CatalogDependencies,
  module: ModuleOfOrganization,
): Promise<AsyncIterable<string>> {
  await assertInactive(dependencies, module)
  return exportLines(dependencies.platform, module)
}

async function* exportLines(
  platform: PlatformDatabase,
  { organizationId, moduleId }: ModuleOfOrganization,
): AsyncIterable<string> {
  yield line({ export: { organization: organizationId, module: moduleId, at: new Date().toISOString() } })
  const counts: Record<string, number> = {}
  for (const table of await readModuleTables(platform, moduleId)) {
    counts[table.name] = 0
    for await (const rows of tablePages(platform, table, organizationId)) {
      counts[table.name] = (counts[table.name] ?? 0) + rows.length
      yield toLines(table.name, rows)
    }
  }
  for (const { table, condition, exported } of platformRecords) {
    if (!exported) continue
    const rows = await platform.asSystem<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where ${condition}`,
      [organizationId, moduleId],
    )
    counts[table] = rows.length
    if (rows.length > 0) yield toLines(table, rows)
  }
  yield line({ end: { rows: counts } })
}

interface PageRow {
  /** As text: numbers beyond 2^53 would not survive being parsed. */
  readonly row: string
  readonly key: readonly string[]
}

async function* tablePages(
  platform: PlatformDatabase,
  { qualified, keys }: ModuleTable,
  organizationId: string,
) {
  const columns = keys.map(({ column }) => `t.${column}`)
  const select = `select (to_jsonb(t) - 'search_text')::text as row,
    array[${columns.map((column) => `${column}::text`).join(', ')}]::text[] as key
    from ${qualified} t where t.organization_id = $1`
  if (columns.length === 0) {
    yield await platform.asSystem<PageRow>(select, [organizationId])
    return
  }
  const order = `order by ${columns.join(', ')} limit ${PAGE}`
  const after = `and (${columns.join(', ')}) > (${keys.map(({ type }, index) => `$${index + 2}::text::${type}`).join(', ')})`
  let last: PageRow | undefined
  do {
    const rows: PageRow[] = await platform.asSystem<PageRow>(`${select} ${last ? after : ''} ${order}`, [
      organizationId,
      ...(last?.key ?? []),
    ])
    if (rows.length > 0) yield rows
    last = rows.length === PAGE ? rows.at(-1) : undefined
  } while (last)
}

function toLines(table: string, rows: readonly { readonly row: string }[]): string {
  const name = JSON.stringify(table)
  return rows.map(({ row }) => `{"table":${name},"row":${row}}\n`).join('')
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
