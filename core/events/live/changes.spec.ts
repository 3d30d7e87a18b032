import { describe, expect, it } from 'vitest'
import { notFound, type Change, type EventDefinition } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import { createChanges } from './changes.ts'
import type { LiveFeed, LiveNews } from './live-feed.ts'

const CREATED = { name: 'crm.customer.created' } as EventDefinition

function happened(id: string, name = CREATED.name): LiveNews {
  const event = {
    id,
    name,
    organizationId: 'o',
    plugin: 'crm',
    transaction: 1n,
    occurredAt: new Date(0),
    payload: { customerId: id, version: 1, companyName: 'Alfreds' },
  }
  return { kind: 'event', cursor: '1-a', event }
}

/** A feed that tells all of it at once, to a reader who sees customers, or only their own. */
function read(news: readonly LiveNews[], { ownOnly, on = true }: { ownOnly?: string; on?: boolean } = {}) {
  const state = { open: 0 }
  const feed = {
    open: async (_organization: string, _after: string | undefined, tell: (each: LiveNews) => void) => {
      state.open += 1
      for (const each of news) tell(each)
      return () => void (state.open -= 1)
    },
  } as unknown as LiveFeed
  const active = { ids: new Set(on ? ['crm'] : []), key: '' }
  const changes = createChanges({
    feed,
    gate: { activeModules: async () => active },
    permissionOf: () => 'crm.customers.read',
  })
  const permissions = { has: () => true, ownOnly }
  return { state, changes: changes({ organizationId: 'o', permissions } as unknown as Actor, [CREATED]) }
}

async function take(changes: AsyncIterable<Change>, count: number): Promise<Change[]> {
  const taken: Change[] = []
  for await (const change of changes) if (taken.push(change) === count) break
  return taken
}

describe('changes', () => {
  it('carry ids and no more, of the events asked for, and let go of the feed', async () => {
    const ready = { kind: 'ready', cursor: '1-a' } as const
    const { state, changes } = read([happened('a', 'crm.customer.deleted'), ready, happened('b')])
    const [first, second] = await take(changes, 2)
    expect(first).toMatchObject({ kind: 'ready', event: null })
    expect(second).toMatchObject({ kind: 'change', event: 'crm.customer.created' })
    expect(second?.id('customerId')).toBe('b')
    expect([first?.id('customerId'), second?.id('ticketId')]).toEqual([null, null])
    expect(JSON.stringify(second)).not.toContain('Alfreds')
    await expect.poll(() => state.open).toBe(0)
  })

  it('tell no ids to who sees only their own, and read what is theirs all the same', async () => {
    const { changes } = read([happened('a')], { ownOnly: ' crm.customers ' })
    const [change] = await take(changes, 1)
    expect(change?.id('customerId')).toBeNull()
    expect(await change?.read('customerId', async (id) => ({ id }))).toEqual({ id: 'a' })
    const gone = async (): Promise<object> => {
      throw notFound('crm.customer_not_found', 'It is not there.')
    }
    expect(await change?.read('customerId', gone)).toBeNull()
    expect(await change?.read('ticketId', async (id) => ({ id }))).toBeNull()
  })

  it('of a module that is off are not told', async () => {
    const { changes } = read([happened('a'), { kind: 'reset', cursor: '2-a' }], { on: false })
    expect(await take(changes, 1)).toMatchObject([{ kind: 'reset' }])
  })

  it('end for a reader who takes too long, who can go on from the last cursor', async () => {
    const { state, changes } = read(Array.from({ length: 3000 }, (_, index) => happened(String(index))))
    const iterator = changes[Symbol.asyncIterator]()
    await iterator.next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const rest = async (): Promise<void> => {
      while ((await iterator.next()).done !== true);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'reader_too_slow' })
    expect(state.open).toBe(0)
  })
})
