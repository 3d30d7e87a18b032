import type { UnitOfWork } from '@wasla/sdk'
import type { PoolClient } from 'pg'
import type { DatabaseScope } from '../data-access.ts'
import { reportError } from '../errors/report-error.ts'
import type { PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import { roleStatement, settingsStatement } from '../statements/settings.ts'
import { refuseAbandoned } from './abandoned.ts'
import { claimed, type Claims, claimStatements, settleKey } from './claims.ts'
import { epilogue, unitOf } from './epilogue.ts'
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
    const epilogues = outboxes.map((each) => ({
      plugin: each.plugin,
      ...epilogue(unitOf(scope, each), services.named),
    }))
    const settling =
      claims.idempotency === undefined
        ? []
        : [settleKey(claims.idempotency, scope.organizationId, services.named, result)]
    const results = await transaction.commit(plugin.role, [
      ...epilogues.flatMap(({ statements }) => statements),
      ...settling,
    ])
    let first = 0
    for (const { plugin: announcing, statements, outcome } of epilogues) {
      const written = results.slice(first, (first += statements.length))
      if (written.length > 0)
        services.onCommit({
          organizationId: scope.organizationId,
          plugin: announcing,
          written: outcome(written),
        })
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
