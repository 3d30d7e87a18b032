import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { defineSingleton } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { SingletonManager, type SingletonManagerOptions } from '../singleton-manager.ts'
import { createTestContexts } from './_contexts.ts'
import { createTestPlatform, silent, until, type TestPlatform } from './_platform.ts'

/** Every run, as the outside world would see it. */
interface Run {
  organizationId: string
  key: string
  token: bigint
  begun: number
  ended?: number
}
const runs: Run[] = []
let keys: string[] = ['']
let failing = false

const session = defineSingleton({
  name: 'whatsapp.session',
  keys: async () => keys,
  run: async (ctx, lease, key) => {
    if (failing) throw new Error('no connection')
    const run: Run = { organizationId: ctx.organizationId, key, token: lease.token, begun: performance.now() }
    runs.push(run)
    await new Promise<void>((resolve) =>
      lease.signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    run.ended = performance.now()
  },
})

let platform: TestPlatform
let organization: string
const managers: SingletonManager[] = []

beforeAll(async () => {
  platform = await createTestPlatform({ whatsapp: { singletons: [session] } })
})
afterAll(() => platform?.close())
afterEach(async () => {
  for (const each of managers.splice(0)) await each.stop()
  await platform.admin.query(
    'delete from platform.singleton_leases; delete from platform.organization_modules',
  )
  runs.length = 0
  keys = ['']
  failing = false
})

function startManager(
  database: PlatformDatabase = platform.platform,
  options: Partial<SingletonManagerOptions> = {},
): SingletonManager {
  const { registry, signals } = platform.host()
  const created = new SingletonManager({
    platform: database,
    registry,
    gate: platform.gate,
    contexts: createTestContexts({ app: platform.app, signals }),
    log: silent,
    holder: crypto.randomUUID(),
    leaseMs: 800,
    lookMs: 100,
    ...options,
  })
  managers.push(created)
  created.start()
  return created
}

const live = () => runs.filter(({ ended }) => ended === undefined)

function expectNeverTwice(): void {
  for (const run of runs) {
    for (const other of runs) {
      if (other === run || other.organizationId !== run.organizationId || other.key !== run.key) continue
      expect(
        run.begun < other.begun ? run.ended! <= other.begun : other.ended! <= run.begun,
        'two at once',
      ).toBe(true)
    }
  }
}

test('runs one per organization and key, on one host', async () => {
  organization = await platform.newOrganization()
  await platform.newOrganization()
  keys = ['a', 'b']
  startManager()
  startManager()
  await until(() => live().length === 4, 'four runs')
  await delay(1200)
  expect(runs).toHaveLength(4)
  expect(new Set(runs.map(({ organizationId, key }) => organizationId + key)).size).toBe(4)
})

test('stops when the module goes off, and when a key is gone', async () => {
  organization = await platform.newOrganization()
  keys = ['a', 'b']
  const only = startManager()
  await until(() => live().length === 2, 'two runs')
  keys = ['b']
  only.refresh()
  await until(() => live().length === 1, 'the run without its key to end')
  await platform.switchModule(organization, 'whatsapp', false)
  only.refresh()
  await until(() => live().length === 0, 'the other to end')
  expect(only.held).toEqual([])
})

test('moves at once away from a host that stops, with a greater token', async () => {
  organization = await platform.newOrganization()
  // Were its lease not given back, nobody could have it for a minute.
  const first = startManager(platform.platform, { leaseMs: 60_000 })
  await until(() => live().length === 1, 'the first run')
  startManager()
  await first.stop()
  await until(() => runs.length === 2, 'the second run')
  expect(runs[1]!.token).toBeGreaterThan(runs[0]!.token)
  expectNeverTwice()
})

test('no host runs more than it has room for, and what is left goes to the next one', async () => {
  organization = await platform.newOrganization()
  keys = ['a', 'b', 'c', 'd', 'e']
  const first = startManager(platform.platform, { capacity: 2 })
  await until(() => first.held.length === 2, 'the first host to be full')
  first.refresh()
  await delay(300)
  expect(first.held).toHaveLength(2)
  const second = startManager(platform.platform, { capacity: 2 })
  const third = startManager(platform.platform, { capacity: 2 })
  await until(() => live().length === 5, 'all to run')
  expect([first, second, third].map(({ held }) => held.length).toSorted()).toEqual([1, 2, 2])
  // Those of a host that drains go where there is room; the fifth waits until there is some.
  await first.stop()
  await until(() => second.held.length + third.held.length === 4, 'the others to take over')
  await delay(300)
  expect(live()).toHaveLength(4)
  const fourth = startManager(platform.platform, { capacity: 1 })
  await until(() => fourth.held.length === 1, 'the last one to run again')
  expect(new Set(live().map(({ key }) => key)).size).toBe(5)
  expectNeverTwice()
})

test('is started again when it fails', async () => {
  organization = await platform.newOrganization()
  failing = true
  startManager()
  await delay(200)
  expect(runs).toHaveLength(0)
  failing = false
  await until(() => live().length === 1, 'a run after the failures', 5000)
})

test('stops on a host whose connection is cut before it starts on another', async () => {
  organization = await platform.newOrganization()
  const cable = await openCable(platform.appUrl)
  const pool = new ConnectionPool({ url: cable.url, size: 2, log: silent, name: 'cut' })
  startManager(createPlatformDatabase({ pool }))
  await until(() => live().length === 1, 'the first run')
  startManager()
  await delay(300)
  // Nothing comes through any more, and nobody is told.
  cable.freeze()
  await until(() => runs.length === 2, 'the second run', 5000)
  expect(runs[0]!.ended).toBeLessThanOrEqual(runs[1]!.begun)
  expect(runs[1]!.token).toBe(runs[0]!.token + 1n)
  expectNeverTwice()
  cable.cut()
  await pool.close()
})

interface Cable {
  readonly url: string
  freeze(): void
  cut(): void
}

/** A way to the database that can go silent. */
async function openCable(url: string): Promise<Cable> {
  const target = new URL(url)
  const database = { host: target.hostname, port: Number(target.port) }
  const sockets: Socket[] = []
  let frozen = false
  const server: Server = createServer((near) => {
    const far = connect(database)
    sockets.push(near, far)
    near.on('error', () => {})
    far.on('error', () => {})
    if (frozen) return
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  target.port = String((server.address() as AddressInfo).port)
  return {
    url: target.href,
    freeze: () => {
      frozen = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
