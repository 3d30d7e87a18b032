import { relative } from 'node:path'
import { expectedColumns } from '@wasla/core'
import { bootstrap, checkCoverage, checkDrift, lintPlugin, migrate, pluginSchema } from '@wasla/migrations'
import pg from 'pg'
import { loadPlugin, sourcePlugins } from './source-plugins.ts'
import type { SourcePlugin } from './source-plugins.ts'

/** What the check saw: how much there was to look at, and a sentence for each thing that is wrong. */
export interface SchemaReport {
  plugins: number
  migrations: number
  tables: number
  findings: string[]
}

/**
 * Lints the migrations of all plugins, runs them on the empty database at `adminUrl`, and compares the tables
 * with what isolation demands of each and with what the plugins' entities say.
 */
export async function checkSchema(root: string, adminUrl: string): Promise<SchemaReport> {
  const plugins = sourcePlugins(root)
  const folder = ({ directory }: SourcePlugin) => `${relative(root, directory)}/migrations`
  const findings: string[] = []

  for (const plugin of plugins) {
    for (const { code, file, line, message } of await lintPlugin(plugin)) {
      findings.push(`${folder(plugin)}/${file}:${line}: ${message} (${code})`)
    }
  }

  await bootstrap({ adminUrl })
  const { applied, failed } = await migrate({ adminUrl, plugins })
  for (const { plugin, file = '', line = 1, message } of failed)
    findings.push(`plugins/${plugin}/migrations/${file}:${line}: ${message}`)

  const coverage = await withClient(adminUrl, checkCoverage)
  for (const { schema, table, missing } of coverage) {
    if (missing.length > 0)
      findings.push(`${schema}.${table} is not isolated, it lacks ${missing.join(', ')}`)
  }

  const migrated = plugins.filter(({ id }) => !failed.some(({ plugin }) => plugin === id))
  for (const plugin of migrated) findings.push(...(await driftOf(plugin, adminUrl)))
  return { plugins: plugins.length, migrations: applied.length, tables: coverage.length, findings }
}

async function driftOf(source: SourcePlugin, adminUrl: string): Promise<string[]> {
  const plugin = { definition: await loadPlugin(source), schema: pluginSchema(source.id) }
  const drifts = await checkDrift({ adminUrl, plugin: source.id, expectedColumns: expectedColumns(plugin) })
  return drifts.map(({ table, column, problem, expected = 'nothing', actual = 'nothing' }) => {
    const place = column === '' ? `${source.id}.${table}` : `${source.id}.${table}.${column}`
    return `${place}: ${problem.replace('_', ' ')}; the entities say ${expected}, the migrations make ${actual}`
  })
}

async function withClient<T>(connectionString: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
