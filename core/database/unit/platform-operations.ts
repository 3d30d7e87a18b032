import type { EntityManager } from '@mikro-orm/postgresql'
import type { DatabaseScope } from '../data-access.ts'
import type { PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import type { CollectingOutbox } from './outbox.ts'
import type { PlatformOperations } from './unit-of-work.ts'
import type { UnitTransaction } from './unit-transaction.ts'
import { addressOperations } from './addresses.ts'
import { inboxOperations } from './inbox.ts'
import { linkOperations } from './links.ts'
import { runHooks } from './run-hooks.ts'

/** What the platform's operations inside a unit of work need. */
export interface UnitEnvironment {
  readonly services: RuntimeServices
  readonly plugin: PluginRuntime
  readonly scope: DatabaseScope
  readonly transaction: UnitTransaction
  /** What was announced, by the unit's plugin first and then by each hook's. */
  readonly outboxes: CollectingOutbox[]
  readonly em: EntityManager
  /** The operations of a hook's own unit, which may ask hooks in its turn. */
  readonly operations: (environment: UnitEnvironment) => PlatformOperations
}

export function platformOperations(environment: UnitEnvironment): PlatformOperations {
  return {
    ...addressOperations(environment),
    ...linkOperations(environment),
    ...inboxOperations(environment),
    runHooks: (point, payload) => runHooks(environment, point, payload),
  }
}
