import { Repeater } from '@repeaterjs/repeater'
import { isWaslaError, unavailable, type Change, type ChangesOptions, type EventDefinition } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { Gate } from '../../tenancy/gate.ts'
import { idsOf, seesOnlyOwn, type PermissionOf } from './event-visibility.ts'
import type { LiveFeed, LiveNews } from './live-feed.ts'
import type { LoggedEvent } from './read-log.ts'

export interface ChangesDependencies {
  readonly feed: LiveFeed
  readonly gate: Gate
  readonly permissionOf: PermissionOf
}

export type ReadChanges = (
  actor: Actor,
  events: readonly EventDefinition[],
  options?: ChangesOptions,
) => AsyncIterable<Change>

/**
 * `ctx.changes`: the log as one member may see it. Whether the session still holds is asked by whoever serves the
 * stream, before each change.
 */
export function createChanges({ feed, gate, permissionOf }: ChangesDependencies): ReadChanges {
  async function seen({ organizationId, permissions }: Actor, event: LoggedEvent): Promise<boolean> {
    const permission = permissionOf(event.plugin, event.name)
    if (permission === undefined || !permissions.has(permission)) return false
    return (await gate.activeModules(organizationId)).ids.has(event.plugin)
  }

  return (actor, events, { after } = {}) => {
    const names = new Set(events.map(({ name }) => name))
    return new Repeater<Change>(async (push, stop) => {
      // What is told is told in order, though asking may take time.
      let turn = Promise.resolve()
      const tell = (news: LiveNews): void => {
        if (news.kind === 'event' && !names.has(news.event.name)) return
        turn = turn
          .then(async () => {
            if (news.kind !== 'event' || (await seen(actor, news.event)))
              void push(toChange(news, actor, permissionOf))
          })
          .catch((error: unknown) => stop(isOverflow(error) ? tooSlow() : error))
      }
      const close = await feed.open(actor.organizationId, after ?? undefined, tell)
      await stop
      close()
    })
  }
}

function toChange(news: LiveNews, { permissions }: Actor, permissionOf: PermissionOf): Change {
  if (news.kind !== 'event') return changeOf(news.kind, news.cursor)
  const { plugin, name, payload, occurredAt } = news.event
  const ids = idsOf(payload)
  const limited = seesOnlyOwn(permissions, permissionOf(plugin, name) ?? '')
  return { ...changeOf('change', news.cursor, ids, limited ? {} : ids), event: name, occurredAt }
}

type Ids = ReturnType<typeof idsOf>

/** @param shown the ids that the reader may see */
function changeOf(kind: Change['kind'], cursor: string, ids: Ids = {}, shown: Ids = ids): Change {
  return {
    kind,
    cursor,
    event: null,
    occurredAt: null,
    id: (name) => shown[name]?.toString() ?? null,
    async read(name, load) {
      const id = ids[name]
      if (id === undefined) return null
      try {
        return (await load(String(id))) ?? null
      } catch (error) {
        if (isWaslaError(error) && error.kind === 'not-found') return null
        throw error
      }
    },
  }
}

const isOverflow = (error: unknown): boolean =>
  error instanceof Error && error.name === 'RepeaterOverflowError'

function tooSlow(): Error {
  return unavailable(
    'reader_too_slow',
    'More happened than this connection took, so it was ended; connect again with the last cursor and go on from there.',
  )
}
