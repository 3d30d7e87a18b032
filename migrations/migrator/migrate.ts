import pg from 'pg'
import { withClient } from '../connection.ts'
import { MigrationError } from '../errors.ts'
import { withMigrationLock } from './advisory-lock.ts'
import { describeFailure } from './failure.ts'
import { migratePlatform } from './migrate-platform.ts'
import { migratePlugin } from './migrate-plugin.ts'
import { planMigration, readSources } from './plan.ts'
import type { Plan } from './plan.ts'
import { readSchemaState } from './schema-state.ts'
import type { AppliedFile, MigrateOptions, MigrationReport } from './types.ts'

/**
 * Brings the database to what the platform's and the plugins' files say: platform first, then
 * pg-boss, then the plugins in the given order. Several hosts may call it at once. A plugin that
 * fails is reported and the others go on; a failure of the platform throws {@link MigrationError}.
 */
export async function migrate(options: MigrateOptions): Promise<MigrationReport> {
  const started = performance.now()
  const log = options.log ?? (() => {})
  const report: MigrationReport = { applied: [], pending: [], failed: [], milliseconds: 0 }
  await withClient(options.adminUrl, async (client) => {
    const [sources, state] = await Promise.all([readSources(options.plugins), readSchemaState(client)])
    const plan = planMigration(sources, state)
    if (options.dryRun) report.pending = listPending(plan)
    if (plan.nothingToDo || options.dryRun) {
      report.failed = plan.plugins.flatMap(({ plugin, problem }) =>
        problem ? [describeFailure(problem, plugin.id)] : [],
      )
      return
    }
    await withMigrationLock(client, log, async () => {
      // The other host may have done it all meanwhile.
      await run(client, planMigration(sources, await readSchemaState(client)), report, log)
    })
  })
  report.milliseconds = Math.round(performance.now() - started)
  return report
}

async function run(
  client: pg.Client,
  plan: Plan,
  report: MigrationReport,
  log: (message: string) => void,
): Promise<void> {
  const applied = (file: AppliedFile) => {
    report.applied.push(file)
    log(`${file.plugin} ${file.file} ${file.milliseconds} ms`)
  }
  if (!plan.nothingToDo) await migratePlatform(client, plan, applied)
  for (const pluginPlan of plan.plugins) {
    if (pluginPlan.current && !pluginPlan.problem && plan.platform.length === 0) continue
    const { id } = pluginPlan.plugin
    try {
      await migratePlugin(client, pluginPlan, applied)
    } catch (error) {
      if (!(error instanceof MigrationError || error instanceof pg.DatabaseError)) throw error
      const failure = describeFailure(error, id)
      report.failed.push(failure)
      log(`${id} is left out: ${failure.message}`)
    }
  }
}

function listPending(plan: Plan): { plugin: string; file: string }[] {
  return [
    ...plan.platform.map(({ name }) => ({ plugin: 'platform', file: name })),
    ...plan.plugins.flatMap(({ plugin, pending }) =>
      pending.map(({ name }) => ({ plugin: plugin.id, file: name })),
    ),
  ]
}
