import type { DatabaseScope } from '../data-access.ts'
import { isConnectionLost } from '../errors/database-error.ts'
import { reportError } from '../errors/report-error.ts'
import type { Build, PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import { settingsStatement } from '../statements/settings.ts'
import { refuseAbandoned } from '../unit/abandoned.ts'
import { rowsOf, type Statement, type StatementResult } from '../statements/statement.ts'

/** Reads rows for a plugin: one round trip, read-only, from a replica if there is one. */
export async function read<Row>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  build: Build<Row>,
): Promise<Row[]> {
  refuseAbandoned(scope)
  return rowsOf<Row>(await readTogether(services, plugin, scope, [plugin.compileRead(build)]), 0)
}

/** Several statements in one round trip, under the same settings. */
export async function readTogether(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  statements: readonly Statement[],
): Promise<readonly StatementResult[]> {
  const settings = settingsStatement(
    {
      organizationId: scope.organizationId,
      actorId: scope.actorId,
      requestId: scope.request.requestId,
      ownOnly: scope.ownOnly,
      role: plugin.role,
      readOnly: true,
    },
    services.named,
  )
  try {
    return (await fromNearest(services, [settings, ...statements])).slice(1)
  } catch (error) {
    throw await reportError(error, plugin, services)
  }
}

async function fromNearest(
  { replica, statements, log }: RuntimeServices,
  batch: Parameters<RuntimeServices['statements']['run']>[0],
): Promise<readonly StatementResult[]> {
  if (replica === undefined) return statements.run(batch)
  try {
    return await replica.run(batch)
  } catch (error) {
    // 40001 and 40P01 on a replica mean that its replay got in the way.
    if (!isConnectionLost(error) && (error as { code?: string }).code !== '40001') throw error
    log.warn({ err: error }, 'the read replica did not answer; the primary does')
    return statements.run(batch)
  }
}
