import type { UnitOfWork } from '@wasla/sdk'
import type { PoolClient } from 'pg'
import type { DatabaseScope } from '../data-access.ts'
import { reportError } from '../errors/report-error.ts'
import type { PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import { roleStatement, settingsStatement } from '../statements/settings.ts'
import { rowsOf, type Statement } from '../statements/statement.ts'
import { refuseAbandoned } from './abandoned.ts'
import { claimed, type Claims, claimStatements } from './claims.ts'
import { committedUnit, epilogue } from './epilogue.ts'
import { CollectingOutbox } from './outbox.ts'
import { platformOperations } from './platform-operations.ts'
import { openUnit } from './unit-of-work.ts'
import { UnitTransaction } from './unit-transaction.ts'

/** Runs a plugin's unit of work in one transaction, with what it announces. */
export async function write<Result>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  claims: Claims,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  services.guard.refuseNested('write')
  try {
    const client = await services.transactions.connect()
    return await inTransaction(services, plugin, scope, claims, client, work)
  } catch (error) {
    throw await reportError(error, plugin, services)
  }
}

async function inTransaction<Result>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  claims: Claims,
  client: PoolClient,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  const transaction = new UnitTransaction(client, () => refuseAbandoned(scope))
  const outbox = new CollectingOutbox(plugin.id)
  const outboxes = [outbox]
  const unit = openUnit({
    plugin,
    transaction,
    outbox,
    platform: (em) =>
      platformOperations({
        services,
        plugin,
        scope,
        transaction,
        outboxes,
        em,
        operations: platformOperations,
      }),
  })
  try {
    if (!(await begin(services, plugin, scope, claims, transaction))) return undefined as Result
    const result = await services.guard.run(plugin.id, () => work(unit.facade))
    await unit.flush()
    unit.revoke()
    const settled = claims.idempotency && { claim: claims.idempotency, result }
    const announced = outboxes
      .map((each) => ({
        outbox: each,
        statement: epilogue(scope, each, each === outbox ? settled : undefined, services.named),
      }))
      .filter((each) => each.statement !== undefined) as { outbox: CollectingOutbox; statement: Statement }[]
    const results = await transaction.commit(
      plugin.role,
      announced.map(({ statement }) => statement),
    )
    for (const [index, each] of announced.entries()) {
      services.onCommit(
        committedUnit(scope, each.outbox, rowsOf<{ written: unknown }>(results, index)[0]?.written),
      )
    }
    return result
  } finally {
    unit.revoke()
    client.release(!(await transaction.rollback()))
  }
}

/** @returns false when the work was done already */
async function begin(
  { named }: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  claims: Claims,
  transaction: UnitTransaction,
): Promise<boolean> {
  const claiming = claimStatements(claims, scope.organizationId, named)
  const settings = {
    organizationId: scope.organizationId,
    actorId: scope.actorId,
    requestId: scope.request.requestId,
    ownOnly: scope.ownOnly,
    role: claiming.length === 0 ? plugin.role : 'none',
    readOnly: false,
  }
  const results = await transaction.begin(plugin.role, [
    settingsStatement(settings, named),
    ...claiming,
    ...(claiming.length === 0 ? [] : [roleStatement(plugin.role)]),
  ])
  return claimed(claims, results.slice(1))
}
