import { fileURLToPath } from 'node:url'
import { startTestHost, type TestHost } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { breakUnderLoad } from './break-things.ts'
import { connectionsCut, silentNetwork, slowDatabase, wireCut } from './database-faults.ts'
import { diskFull } from './disk-full.ts'
import { clockJump } from './host-faults.ts'
import { setClock } from './jumping-clock.ts'
import { slowClients, tenfoldLoad } from './load-faults.ts'
import { pluginBlocks } from './plugin-faults.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { POOL_SIZE, type World } from './world.ts'

const faulty = {
  directory: fileURLToPath(new URL('faulty', import.meta.url)),
  load: () => import('./faulty/plugin.ts'),
}

let wire: TcpProxy
let disk: SmallDisk | undefined
let host: TestHost
let world: World

beforeAll(async () => {
  wire = await startTcpProxy(inject('adminUrl'))
  disk = mountSmallDisk()
  host = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [faulty],
    databaseBehind: wire,
    poolSize: POOL_SIZE,
    ...(disk && { fileStorage: { kind: 'disk', directory: disk.directory } }),
  })
  const { id, owner } = await host.organization('Faults', ['crm', 'faulty'])
  world = {
    databaseUrl: host.database,
    wire,
    disk,
    token: owner.token ?? '',
    organizationId: id,
    origin: () => host.url,
    setClock,
    replaceHost: () => Promise.reject(new Error('A host of this process cannot be killed.')),
    stop: () => host.stop(),
  }
})
afterAll(async () => {
  await world.stop()
  await wire.stop()
  disk?.remove()
})

/** What is told besides, where it could be broken. */
const TOLD = new Map([
  [diskFull, '507 storage_full'],
  [pluginBlocks, 'health names faulty'],
])

/** Whole runs, with hosts killed, the network cut and the database restarted too, are `npm run test:faults`. */
test.each([
  connectionsCut,
  wireCut,
  slowDatabase,
  silentNetwork,
  slowClients,
  tenfoldLoad,
  clockJump,
  diskFull,
  pluginBlocks,
])(
  '$name: nothing acknowledged is lost, nothing is done twice, and people are told clearly',
  async (fault) => {
    const { lost, doubled, wrong, acknowledged, told, refused, impossible } = await breakUnderLoad(
      world,
      fault,
      1,
    )
    console.info(`${fault.name}: ${acknowledged} writes acknowledged; ${impossible ?? told}`, refused)
    expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] })
    expect(acknowledged).toBeGreaterThan(0)
    expect(impossible ?? told).toContain(impossible ?? TOLD.get(fault) ?? '')
  },
)
