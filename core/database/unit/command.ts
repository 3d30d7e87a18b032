import type { Outbox } from '@wasla/sdk'
import type { DatabaseScope } from '../data-access.ts'
import { reportError } from '../errors/report-error.ts'
import type { Build, PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import { roleStatement, settingsStatement } from '../statements/settings.ts'
import { rowsOf, type StatementResult } from '../statements/statement.ts'
import { refuseAbandoned } from './abandoned.ts'
import { claimed, type Claims, claimStatements } from './claims.ts'
import { committedUnit, epilogue } from './epilogue.ts'
import { CollectingOutbox } from './outbox.ts'

/** Thrown inside the batch to undo it when the effect was had already. */
const alreadyDone = Symbol('already done')

/**
 * One statement and what it announces, as one implicit transaction: without an announcement one round
 * trip, otherwise two, the second while the first is still open.
 */
export async function command<Row>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  claims: Claims,
  build: Build<Row>,
  after?: (rows: readonly Row[], outbox: Outbox) => void,
): Promise<Row[]> {
  services.guard.refuseNested('command')
  refuseAbandoned(scope)
  const statement = plugin.compile(build, ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'], true)
  const claiming = claimStatements(claims, scope.organizationId, services.named)
  const outbox = new CollectingOutbox(plugin.id)
  const settings = {
    organizationId: scope.organizationId,
    actorId: scope.actorId,
    requestId: scope.request.requestId,
    ownOnly: scope.ownOnly,
    role: claiming.length === 0 ? plugin.role : 'none',
    readOnly: false,
  }
  const batch = [
    settingsStatement(settings, services.named),
    ...claiming,
    ...(claiming.length === 0 ? [] : [roleStatement(plugin.role, services.named)]),
    statement,
  ]
  const finish = (results: readonly StatementResult[]) => {
    if (!claimed(claims, results.slice(1))) throw alreadyDone
    const rows = rowsOf<Row>(results, batch.length - 1)
    after?.(rows, outbox)
    const settled = claims.idempotency && { claim: claims.idempotency, result: rows }
    const last = epilogue(scope, outbox, settled, services.named)
    return last === undefined ? [] : [roleStatement('none', services.named), last]
  }
  const twoSteps = after !== undefined || claiming.length > 0
  try {
    const results = await services.statements.run(batch, twoSteps ? finish : undefined)
    const [written] = rowsOf<{ written: unknown }>(results, batch.length + 1)
    if (written !== undefined) services.onCommit(committedUnit(scope, outbox, written.written))
    return rowsOf<Row>(results, batch.length - 1)
  } catch (error) {
    if (error === alreadyDone) return []
    throw await reportError(error, plugin, services)
  }
}
