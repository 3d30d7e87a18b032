import { staleVersion, type AnyEntity, type ExpectedVersion, type UnitOfWork } from '@wasla/sdk'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Build, PluginRuntime } from '../plugin-runtime.ts'
import type { StatementResult } from '../statements/statement.ts'
import { rowsOf } from '../statements/statement.ts'
import type { CollectingOutbox } from './outbox.ts'
import { entityManagerIn } from './plugin-orm.ts'
import type { UnitTransaction } from './unit-transaction.ts'

/** What the platform does for a unit of work on its own tables. */
export type PlatformOperations = Pick<
  UnitOfWork,
  'runHooks' | 'claimAddress' | 'releaseAddress' | 'receiveOnce' | 'link' | 'unlink'
>

export interface UnitOfWorkParts {
  readonly plugin: PluginRuntime
  readonly transaction: UnitTransaction
  readonly outbox: CollectingOutbox
  readonly platform: (em: EntityManager) => PlatformOperations
}

/** A unit of work as the platform holds it. */
export interface OpenUnit {
  /** All that the plugin gets to see. */
  readonly facade: UnitOfWork
  flush(): Promise<void>
  /** Ends it: the facade, and what was loaded through it, do nothing any more. */
  revoke(): void
}

type FindOne = ExpectedVersion & Readonly<Record<string, unknown>>
type Versioned = { readonly version: number }

export function openUnit({ plugin, transaction, outbox, platform }: UnitOfWorkParts): OpenUnit {
  const em = entityManagerIn(plugin.orm, transaction, plugin.role)
  const operations = platform(em)
  let open = true

  function guard<Arguments extends unknown[], Result>(work: (...args: Arguments) => Result) {
    return (...args: Arguments): Result => {
      if (!open)
        throw new Error(
          `A unit of work of "${plugin.id}" was used after its end, so nothing was done: await everything inside the callback.`,
        )
      return work(...args)
    }
  }

  async function execute<Row>(build: Build<Row>): Promise<Row[]> {
    const statement = plugin.compile(build)
    const results: readonly StatementResult[] = await transaction.run(plugin.role, [statement])
    return rowsOf<Row>(results, 0)
  }

  const facade = {
    create: guard((schema: AnyEntity, data: object) => em.create(schema, data as never) as object),
    find: guard((schema: AnyEntity, where: object, options?: object) =>
      em.find(schema, where as never, own(options)),
    ),
    findOne: guard(async (schema: AnyEntity, where: object, { version, ...options }: FindOne = {}) => {
      const found = (await em.findOne(schema, where as never, own(options))) as Versioned | null
      if (version !== undefined && found !== null && found.version !== version)
        throw staleVersion({ expected: version, actual: found.version })
      return found
    }),
    remove: guard((entity: object) => void em.remove(entity)),
    flush: guard(() => em.flush()),
    execute: guard(execute),
    runHooks: guard(operations.runHooks),
    claimAddress: guard(operations.claimAddress),
    releaseAddress: guard(operations.releaseAddress),
    receiveOnce: guard(operations.receiveOnce),
    link: guard(operations.link),
    unlink: guard(operations.unlink),
    emit: guard(outbox.emit.bind(outbox)),
    enqueue: guard(outbox.enqueue.bind(outbox)),
    meter: guard(outbox.meter.bind(outbox)),
    notify: guard(outbox.notify.bind(outbox)),
  }
  return {
    facade: facade as unknown as UnitOfWork,
    flush: () => em.flush(),
    revoke: () => {
      open = false
      em.clear()
      em.resetTransactionContext()
    },
  }
}

/** Options that would lead out of the transaction or the schema are the platform's. */
function own(options: object | undefined): object {
  const {
    ctx: _ctx,
    schema: _schema,
    connectionType: _connection,
    ...rest
  } = (options ?? {}) as Record<string, unknown>
  return rest
}
