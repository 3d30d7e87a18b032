import { randomUUID } from 'node:crypto'
import { TestClient } from '@wasla/host'
import { type HostProcess, startHostProcess } from '../hosts/host-process.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import { POOL_SIZE, type World } from './world.ts'

/** With the host in a process of its own, which can be killed. @param databaseUrl of an empty database */
export async function startProcessWorld(databaseUrl: string): Promise<World> {
  const wire = await startTcpProxy(databaseUrl)
  const start = (): Promise<HostProcess> =>
    startHostProcess({ DATABASE_URL: wire.url, DATABASE_POOL_SIZE: String(POOL_SIZE), LOG_LEVEL: 'error' })
  let host = await start()
  return {
    databaseUrl,
    wire,
    ...(await register(host.url)),
    origin: () => host.url,
    async replaceHost() {
      host.signal('SIGKILL')
      host = await start()
    },
    async stop() {
      wire.restore()
      await host.stop()
      await wire.stop()
    },
  }
}

async function register(origin: string): Promise<Pick<World, 'token' | 'organizationId'>> {
  const client = new TestClient(origin)
  const { status, body } = await client.call('POST', '/auth/register', {
    body: {
      organizationName: 'Faults',
      fullName: 'An Owner',
      email: `owner-${randomUUID()}@example.com`,
      password: `faults ${randomUUID()}`,
    },
  })
  if (status !== 201) throw new Error(`The organization was not registered: ${JSON.stringify(body)}`)
  client.token = body.accessToken
  const switched = await client.call('PUT', '/modules/crm?wait=acknowledged', { body: { active: true } })
  if (switched.status !== 200)
    throw new Error(`The CRM was not switched on: ${JSON.stringify(switched.body)}`)
  return { token: body.accessToken, organizationId: body.organization.id }
}
