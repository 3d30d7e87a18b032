import { conflict, type HookDefinition, type HookPoint, unavailable } from '@wasla/sdk'
import { reportError } from '../errors/report-error.ts'
import type { PluginRuntime } from '../plugin-runtime.ts'
import { ownOnlyStatement } from '../statements/settings.ts'
import { CollectingOutbox } from './outbox.ts'
import type { ApplicableHook } from './hooks.ts'
import type { UnitEnvironment } from './platform-operations.ts'
import { openUnit } from './unit-of-work.ts'

const defaultTimeLimit = 2_000
const statementTimeout = '57014'

/** Asks the hooks of a point one after the other, each in a savepoint and as its own plugin. */
export async function runHooks<Payload>(
  environment: UnitEnvironment,
  point: HookPoint<Payload>,
  payload: Payload,
): Promise<void> {
  const { services, scope, em } = environment
  const parsed = point.payload.parse(payload)
  const hooks = await services.hooks(point.name, scope)
  if (hooks.length === 0) return
  await em.flush()
  for (const hook of hooks) await runHook(environment, hook, parsed)
}

async function runHook(environment: UnitEnvironment, hook: ApplicableHook, payload: unknown): Promise<void> {
  const { services, transaction, scope } = environment
  const plugin = services.plugins.get(hook.plugin)
  if (plugin === undefined)
    throw new Error(
      `The hook of "${hook.plugin}" cannot run, because that plugin has no database role on this host.`,
    )
  const timeLimit = timeLimitOf(hook.definition)
  const savepoint = transaction.newSavepoint()
  await transaction.run(plugin.role, [
    { text: `savepoint ${savepoint}` },
    // A time limit in JavaScript stops no statement.
    { text: "select set_config('statement_timeout',$1,true)", values: [timeLimit] },
    // A hook judges for the whole organization, not with the eyes of whoever caused it.
    ...(scope.ownOnly ? [ownOnlyStatement('')] : []),
  ])
  try {
    await withTimeLimit(environment, hook, timeLimit, () => callHook(environment, plugin, hook, payload))
    await transaction.run(plugin.role, [
      { text: `release savepoint ${savepoint}` },
      { text: 'set local statement_timeout to default' },
      ...(scope.ownOnly ? [ownOnlyStatement(scope.ownOnly)] : []),
    ])
  } catch (error) {
    await transaction.rollbackTo(savepoint)
    throw error
  }
}

async function callHook(
  environment: UnitEnvironment,
  plugin: PluginRuntime,
  hook: ApplicableHook,
  payload: unknown,
): Promise<void> {
  const { services, transaction, outboxes } = environment
  const outbox = new CollectingOutbox(plugin.id)
  const unit = openUnit({
    plugin,
    transaction,
    outbox,
    platform: (em) => environment.operations({ ...environment, plugin, em }),
  })
  const veto = (code: string, message: string): never => {
    const refusal = conflict(code, message)
    // Also when somebody catches it.
    transaction.doom(refusal)
    throw refusal
  }
  const revoke = () => unit.revoke()
  transaction.onDestroy(revoke)
  try {
    await hook.definition.run(hook.context(), { payload, unit: unit.facade, veto })
    await unit.flush()
    if (transaction.failure !== undefined) throw transaction.failure
    outboxes.push(outbox)
  } catch (error) {
    if ((error as { code?: unknown }).code !== statementTimeout)
      throw await reportError(error, plugin, services)
    const expired = timedOut(hook)
    transaction.doom(expired)
    throw expired
  } finally {
    revoke()
  }
}

/** At the limit the connection is cut: whatever the hook still does, it does to nothing. */
async function withTimeLimit(
  { transaction }: UnitEnvironment,
  hook: ApplicableHook,
  timeLimit: number,
  work: () => Promise<void>,
): Promise<void> {
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = timedOut(hook)
    transaction.destroy(error)
    reject(error)
  }, timeLimit)
  const working = work()
  // Its failure after the limit has nobody left to tell.
  working.catch(() => {})
  try {
    await Promise.race([working, expired])
  } finally {
    clearTimeout(timer)
  }
}

function timedOut({ plugin, definition }: ApplicableHook): Error {
  return unavailable(
    'hook_timed_out',
    `The hook of "${plugin}" at "${definition.point.name}" took longer than ${timeLimitOf(definition)} ms, so the whole change was undone; try again, or switch that module off.`,
  )
}

function timeLimitOf({ timeLimit = defaultTimeLimit }: HookDefinition): number {
  return timeLimit
}
