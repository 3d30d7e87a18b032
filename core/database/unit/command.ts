import type { Outbox } from '@wasla/sdk'
import type { DatabaseScope } from '../data-access.ts'
import { currentTraceparent } from '../../observability/trace-context.ts'
import { reportError } from '../errors/report-error.ts'
import type { Build, PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import { roleStatement, settingsStatement } from '../statements/settings.ts'
import { rowsOf, type StatementResult } from '../statements/statement.ts'
import { refuseAbandoned } from './abandoned.ts'
import { claimed, claimKey, type Claims, claimStatements } from './claims.ts'
import { type Epilogue, epilogue, unitOf } from './epilogue.ts'
import { foretoldCommand } from './foretold-command.ts'
import { CollectingOutbox } from './outbox.ts'

/** Thrown inside the batch to undo it when the effect was had already. */
const alreadyDone = Symbol('already done')

/**
 * One statement and what it announces, as one implicit transaction: without an announcement, or with one that could be
 * foretold, one round trip, otherwise two, the second while the first is still open.
 */
export async function command<Row>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  { idempotency, ...claims }: Claims,
  build: Build<Row>,
  after?: (rows: readonly Row[], outbox: Outbox) => void,
): Promise<Row[]> {
  services.guard.refuseNested('command')
  refuseAbandoned(scope)
  const { named } = services
  const statement = plugin.compileChange(build)
  const claiming = claimStatements({ ...claims, idempotency: undefined }, scope.organizationId, named)
  const outbox = new CollectingOutbox(plugin.id)
  const settings = {
    organizationId: scope.organizationId,
    actorId: scope.actorId,
    requestId: scope.request.requestId,
    ownOnly: scope.ownOnly,
    role: claiming.length === 0 ? plugin.role : 'none',
    readOnly: false,
  }
  let undone = false
  if (after !== undefined && claiming.length === 0 && build.prepared !== undefined) {
    try {
      const insert = { statement, build, after, idempotency, settings }
      const outcome = await foretoldCommand(services, plugin, scope, insert)
      if (Array.isArray(outcome)) return outcome
      undone = outcome === 'undone'
    } catch (error) {
      throw await reportError(error, plugin, services)
    }
  }
  const batch = [
    settingsStatement(settings, named),
    ...claiming,
    ...(claiming.length === 0 ? [] : [roleStatement(plugin.role, named)]),
    statement,
  ]
  let ending: Epilogue | undefined
  // Asked now: what follows runs when the database answers, where nothing is known of the request.
  const traceparent = currentTraceparent()
  const finish = (results: readonly StatementResult[]) => {
    if (!claimed({ ...claims, idempotency: undefined }, results.slice(1))) throw alreadyDone
    const rows = rowsOf<Row>(results, batch.length - 1)
    after?.(rows, outbox)
    ending = epilogue({ ...unitOf(scope, outbox), traceparent }, named)
    // Last, with the result at once. A twin that got as far as this waits here for the first, and is undone.
    const key = idempotency === undefined ? [] : [claimKey(idempotency, scope.organizationId, named, rows)]
    const last = [...ending.statements, ...key]
    return last.length === 0 ? [] : [roleStatement('none', named), ...last]
  }
  const twoSteps = after !== undefined || claiming.length > 0 || idempotency !== undefined
  try {
    const results = await services.statements.run(batch, twoSteps ? finish : undefined)
    if (ending !== undefined && ending.statements.length > 0) {
      const written = ending.outcome(results.slice(batch.length + 1))
      services.onCommit({ organizationId: scope.organizationId, plugin: plugin.id, written })
    }
    const result = results[batch.length - 1]
    // Had the values been at fault, it would not have come as far as this.
    if (undone) plugin.foretellable.refuse(statement)
    else if (build.prepared !== undefined && result !== undefined)
      plugin.foretellable.learn(statement, result)
    return rowsOf<Row>(results, batch.length - 1)
  } catch (error) {
    if (error === alreadyDone) return []
    throw await reportError(error, plugin, services)
  }
}
