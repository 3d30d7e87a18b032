import type { Outbox } from '@wasla/sdk'
import type { DatabaseScope, IdempotencyClaim } from '../data-access.ts'
import { isDatabaseError } from '../errors/database-error.ts'
import type { Build, PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import type { Settings } from '../statements/settings.ts'
import type { Statement } from '../statements/statement.ts'
import { unitOf } from './epilogue.ts'
import { foretell, type Foretold } from './foretellable.ts'
import { CollectingOutbox } from './outbox.ts'

/** A prepared insert with what is announced of its rows. */
export interface AnnouncedInsert<Row> {
  readonly statement: Statement
  readonly build: Build<Row>
  readonly after: (rows: readonly Row[], outbox: Outbox) => void
  readonly idempotency: IdempotencyClaim | undefined
  readonly settings: Settings
}

/**
 * An insert and its events in one message to the server, where what the events say of the row is known before: waiting
 * for the row costs both sides a tenth of the whole request.
 * @returns `waited-for` when it has to be waited for, and `undone` when the database did not do as foretold or refused the
 * values; then nothing was done
 */
export async function foretoldCommand<Row>(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
  { statement, build, after, idempotency, settings }: AnnouncedInsert<Row>,
): Promise<Row[] | 'waited-for' | 'undone'> {
  const insert = plugin.foretellable.insert(statement)
  if (insert === undefined || build.prepared === undefined || !services.named) return 'waited-for'
  const outbox = new CollectingOutbox(plugin.id)
  const { row, seen } = foretell(build.prepared.values as Foretold['seen'])
  try {
    after([row as Row], outbox)
  } catch {
    // Said again, with the row that was waited for.
    return 'waited-for'
  }
  const unit = unitOf(scope, outbox)
  const { events, jobs, meters, notifications } = outbox
  if (events.length === 0 || unit.depth > 0 || jobs.length + meters.length + notifications.length > 0)
    return 'waited-for'
  try {
    // One organization and one plugin in a transaction, with others as with itself.
    const { row: written, eventIds } = await services.inserts.run(`${plugin.role} ${scope.organizationId}`, {
      insert,
      values: statement.values ?? [],
      settings,
      announcement: { unit, seen, claim: idempotency },
    })
    services.onCommit({
      organizationId: scope.organizationId,
      plugin: plugin.id,
      written: {
        events: events.map(({ name }, index) => ({ id: eventIds[index] ?? '', name })),
        jobs: [],
        queues: [],
      },
    })
    return [written as Row]
  } catch (error) {
    if (isUnfulfilled(error)) return 'undone'
    throw error
  }
}

/** No row, several, or one that is not what was foretold, or a value that is no such text: everything was undone. */
function isUnfulfilled(error: unknown): boolean {
  if (!(error instanceof Error) || !isDatabaseError(error)) return false
  return error.code === '22P02' || (error.code === '23502' && error.table?.startsWith('event_log') === true)
}
