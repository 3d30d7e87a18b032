import type pg from 'pg'
import { ensurePluginRole, pluginRole, pluginSchema } from '../bootstrap/roles.ts'
import { MigrationError } from '../errors.ts'
import { lintMigrationFiles } from '../linter/lint-migration.ts'
import { applyFile, protectSchema } from './apply-file.ts'
import { locateError } from './failure.ts'
import type { PluginPlan } from './plan.ts'
import { prepareSchema } from './prepare-database.ts'
import { writeRegistries } from './registries.ts'
import { asOwner } from './transaction.ts'
import type { AppliedFile } from './types.ts'

/** Role, schema, files and registries of one plugin. */
export async function migratePlugin(
  client: pg.Client,
  plan: PluginPlan,
  applied: (file: AppliedFile) => void,
): Promise<void> {
  const { plugin, pending, problem } = plan
  if (problem) throw problem
  await refuseFindings(plan)
  const schema = pluginSchema(plugin.id)
  await ensurePluginRole(client, plugin.id)
  await prepareSchema(client, schema, pluginRole(plugin.id))
  for (const file of pending) {
    try {
      const milliseconds = await applyFile(client, file, { plugin: plugin.id, schema, protect: true })
      applied({ plugin: plugin.id, file: file.name, milliseconds })
    } catch (error) {
      throw locateError(error, plugin.id, file.name)
    }
  }
  // A newer platform may protect more than the one that created these tables.
  if (pending.length === 0) await asOwner(client, () => protectSchema(client, { plugin: plugin.id }))
  await writeRegistries(client, plugin)
}

// Applied files are history; only what is about to run can still be mended.
async function refuseFindings({ plugin, files, pending }: PluginPlan): Promise<void> {
  if (pending.length === 0) return
  const names = new Set(pending.map(({ name }) => name))
  const findings = (await lintMigrationFiles(files, plugin.id)).filter(({ file }) => names.has(file))
  const [first] = findings
  if (!first) return
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  throw new MigrationError({
    code: first.code,
    plugin: plugin.id,
    file: first.file,
    line: first.line,
    message: `${first.file}:${first.line} of ${plugin.id} was refused${more}: ${first.message}`,
  })
}
