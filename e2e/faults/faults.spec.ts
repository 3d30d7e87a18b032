import { startTestHost, type TestHost } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { breakUnderLoad } from './break-things.ts'
import { connectionsCut, silentNetwork, slowClients, slowDatabase, tenfoldLoad, wireCut } from './faults.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { POOL_SIZE, type World } from './world.ts'

let wire: TcpProxy
let host: TestHost
let world: World

beforeAll(async () => {
  wire = await startTcpProxy(inject('adminUrl'))
  host = await startTestHost({ cluster: inject('adminUrl'), databaseBehind: wire, poolSize: POOL_SIZE })
  const { id, owner } = await host.organization('Faults', ['crm'])
  world = {
    databaseUrl: host.database,
    wire,
    token: owner.token ?? '',
    organizationId: id,
    origin: () => host.url,
    replaceHost: () => Promise.reject(new Error('A host of this process cannot be killed.')),
    stop: () => host.stop(),
  }
})
afterAll(async () => {
  await world.stop()
  await wire.stop()
})

/** Whole runs, with hosts killed and the database restarted too, are `npm run test:faults`. */
test.each([connectionsCut, wireCut, slowDatabase, silentNetwork, slowClients, tenfoldLoad])(
  '$name: nothing acknowledged is lost, nothing is done twice, and people are told clearly',
  async (fault) => {
    const { wrong, acknowledged, told, refused } = await breakUnderLoad(world, fault, 1)
    console.info(`${fault.name}: ${acknowledged} writes acknowledged; ${told}`, refused)
    expect(wrong).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  },
)
