import { setTimeout as delay } from 'node:timers/promises'
import { TestClient } from '@wasla/host'
import { BUSY, type Fault, UNREACHABLE } from './fault.ts'
import type { World } from './world.ts'

interface Culprit {
  readonly plugin: string
  readonly where: string
}

/** Longer than what is looked at, and in the long form longer than a host's lease. */
const BLOCK_MS = { glance: 1_500, long: 4_000 }
/** On a busy machine the looking may come too late for one. */
const BLOCKS = 6

export const pluginBlocks: Fault = {
  name: 'a module that keeps the host waiting',
  tells: [...BUSY, ...UNREACHABLE],
  async breakIt(world, scale) {
    const client = new TestClient(world.origin(), world.token)
    const milliseconds = scale === 1 ? BLOCK_MS.glance : BLOCK_MS.long
    for (let block = 1; block <= BLOCKS; block += 1) {
      await delay(300)
      await client.call('POST', '/faulty/blocks', { body: { milliseconds } })
      const told = await named(world, ({ eventLoop }) => eventLoop.blocking)
      if (told !== undefined && block >= scale) return { told }
    }
    return { wrong: [UNNAMED] }
  },
}

const HOARD = { megabytes: 3, everyMs: 10_000 }
/** Three windows of a minute until somebody looks closer, and three more until it is known. */
const LEAK_NAMED_WITHIN_MS = 10 * 60_000
const LOOK_EVERY_MS = 1_000
const UNNAMED = 'health does not name the module'

/** Takes as long as a host needs to be sure of a leak, so in a long run it goes on beside the others. */
export const pluginLeaks: Fault = {
  name: 'a module that holds ever more memory',
  tells: [...BUSY, ...UNREACHABLE],
  pauseMs: 250,
  async breakIt(world) {
    const client = new TestClient(world.origin(), world.token)
    const over = new AbortController()
    const leak = async (): Promise<void> => {
      while (!over.signal.aborted) {
        await client.call('POST', '/faulty/hoards', { body: { megabytes: HOARD.megabytes } }).catch(() => {})
        await delay(HOARD.everyMs, undefined, { signal: over.signal }).catch(() => {})
      }
    }
    const leaking = leak()
    const begin = performance.now()
    let told: string | undefined
    while (told === undefined && performance.now() - begin < LEAK_NAMED_WITHIN_MS) {
      await delay(LOOK_EVERY_MS)
      told = await named(world, ({ memory }) => memory.growing)
    }
    over.abort()
    await leaking
    return told === undefined ? { wrong: [UNNAMED] } : { told }
  },
}

interface Health {
  readonly eventLoop: { readonly blocking: readonly Culprit[] }
  readonly memory: { readonly growing: readonly Culprit[] }
}

/** What the host's health says of the module. */
async function named(
  { origin }: World,
  culprits: (health: Health) => readonly Culprit[],
): Promise<string | undefined> {
  const { body } = await new TestClient(origin()).call('GET', '//readyz')
  const found = culprits(body as Health).find(({ plugin }) => plugin === 'faulty')
  return found && `health names ${found.plugin}, ${found.where}`
}
