import pg from 'pg'
import { pluginRole, pluginSchema, ensurePluginRole } from '../bootstrap/roles.ts'
import { withClient } from '../connection.ts'
import { MigrationError } from '../errors.ts'
import { withMigrationLock } from './advisory-lock.ts'
import { applyFile, protectSchema } from './apply-file.ts'
import { migrateBossSchema } from './pg-boss-schema.ts'
import { planMigration, readSources } from './plan.ts'
import type { Plan, PluginPlan } from './plan.ts'
import { prepareDatabase, prepareSchema } from './prepare-database.ts'
import { writeRegistries } from './registries.ts'
import { readSchemaState } from './schema-state.ts'
import type { FailedPlugin, MigrateOptions, MigrationReport } from './types.ts'

/**
 * Brings the database to what the platform's and the plugins' files say: platform first, then
 * pg-boss, then the plugins in the given order. Several hosts may call it at once. A plugin that
 * fails is reported and the others go on; a failure of the platform throws {@link MigrationError}.
 */
export async function migrate(options: MigrateOptions): Promise<MigrationReport> {
  const started = performance.now()
  const log = options.log ?? (() => {})
  const report: MigrationReport = { applied: [], pending: [], failed: [], milliseconds: 0 }
  const sources = await readSources(options.plugins)
  await withClient(options.adminUrl, async (client) => {
    const plan = planMigration(sources, await readSchemaState(client))
    if (options.dryRun) report.pending = listPending(plan)
    if (plan.nothingToDo || options.dryRun) {
      report.failed = plan.plugins.flatMap(({ problem }) => (problem ? [asFailure(problem)] : []))
      return
    }
    await withMigrationLock(client, log, async () => {
      // The other host may have done it all meanwhile.
      const current = planMigration(sources, await readSchemaState(client))
      if (!current.nothingToDo) await run(client, current, report, log)
    })
  })
  report.milliseconds = Math.round(performance.now() - started)
  return report
}

async function run(client: pg.Client, plan: Plan, report: MigrationReport, log: (message: string) => void) {
  await migratePlatform(client, plan, report, log)
  for (const pluginPlan of plan.plugins) {
    if (pluginPlan.current && !pluginPlan.problem && plan.platform.length === 0) continue
    try {
      await migratePlugin(client, pluginPlan, report, log)
    } catch (error) {
      if (!(error instanceof MigrationError || error instanceof pg.DatabaseError)) throw error
      const failure = asFailure(error, pluginPlan.plugin.id)
      report.failed.push(failure)
      log(describeFailure(failure))
    }
  }
}

async function migratePlatform(client: pg.Client, plan: Plan, report: MigrationReport, log: (message: string) => void) {
  await prepareDatabase(client)
  for (const file of plan.platform) {
    try {
      const milliseconds = await applyFile(client, file, { plugin: 'platform', schema: 'platform', protect: false })
      report.applied.push({ plugin: 'platform', file: file.name, milliseconds })
      log(`platform ${file.name} ${milliseconds} ms`)
    } catch (error) {
      throw locate(error, 'platform', file.name)
    }
  }
  await migrateBossSchema(client, plan.bossVersion)
}

async function migratePlugin(
  client: pg.Client,
  { plugin, pending, problem }: PluginPlan,
  report: MigrationReport,
  log: (message: string) => void,
) {
  if (problem) throw problem
  const schema = pluginSchema(plugin.id)
  await ensurePluginRole(client, plugin.id)
  await prepareSchema(client, schema, pluginRole(plugin.id))
  for (const file of pending) {
    try {
      const milliseconds = await applyFile(client, file, { plugin: plugin.id, schema, protect: true })
      report.applied.push({ plugin: plugin.id, file: file.name, milliseconds })
      log(`${plugin.id} ${file.name} ${milliseconds} ms`)
    } catch (error) {
      throw locate(error, plugin.id, file.name)
    }
  }
  // A newer platform may protect more than the one that created these tables.
  if (pending.length === 0) await protectAsOwner(client, plugin.id)
  await writeRegistries(client, plugin)
}

async function protectAsOwner(client: pg.Client, plugin: string): Promise<void> {
  await client.query('begin; set local role wasla_owner')
  try {
    await protectSchema(client, { plugin })
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

function listPending(plan: Plan): { plugin: string; file: string }[] {
  return [
    ...plan.platform.map(({ name }) => ({ plugin: 'platform', file: name })),
    ...plan.plugins.flatMap(({ plugin, pending }) => pending.map(({ name }) => ({ plugin: plugin.id, file: name }))),
  ]
}

function locate(error: unknown, plugin: string, file: string): unknown {
  if (!(error instanceof MigrationError)) return error
  const place = error.line ? `${file}:${error.line}` : file
  return new MigrationError({
    code: error.code,
    plugin,
    file,
    line: error.line,
    message: `${place} of ${plugin} could not be applied: ${error.message}`,
    cause: error.cause,
  })
}

function asFailure(error: MigrationError | pg.DatabaseError, plugin = ''): FailedPlugin {
  if (!(error instanceof MigrationError)) return { plugin, code: 'migration_failed', message: error.message }
  return {
    plugin: error.plugin ?? plugin,
    code: error.code,
    message: error.message,
    ...(error.file && { file: error.file }),
    ...(error.line && { line: error.line }),
  }
}

function describeFailure({ plugin, message }: FailedPlugin): string {
  return `${plugin} is left out: ${message}`
}
