import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TestClient } from '@wasla/host'
import { type HostProcess, startHostProcess } from '../hosts/host-process.ts'
import type { Namespace } from './namespace.ts'
import { mountSmallDisk } from './small-disk.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import { POOL_SIZE, type World } from './world.ts'

/** Holds the list that adds the faulty plugin. */
const DEPLOYMENT = fileURLToPath(new URL('deployment/', import.meta.url))
const JUMP_ON_SIGNAL = new URL('jump-on-signal.ts', import.meta.url).href

/**
 * With the host in a process of its own, which can be killed, and where the machine allows it with a small disk of its own.
 * @param namespace the network of its own that it runs in; it goes with it
 */
export async function startProcessWorld(databaseUrl: string, namespace?: Namespace): Promise<World> {
  await using building = new AsyncDisposableStack()
  building.defer(() => namespace?.remove())
  const disk = mountSmallDisk()
  building.defer(() => disk?.remove())
  const wire = await startTcpProxy(databaseUrl, namespace?.databaseAddress)
  building.defer(wire.stop)
  const directory = mkdtempSync(join(tmpdir(), 'wasla-faults-'))
  building.defer(() => rm(directory, { recursive: true, force: true }))
  const clock = join(directory, 'clock')
  writeFileSync(clock, '0')
  const environment = {
    DATABASE_URL: wire.url,
    DATABASE_POOL_SIZE: String(POOL_SIZE),
    HOST: namespace === undefined ? '127.0.0.1' : '0.0.0.0',
    WASLA_DATA_DIR: directory,
    WASLA_ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    NODE_OPTIONS: `--import=${JUMP_ON_SIGNAL}`,
    FAULTS_CLOCK: clock,
    LOG_LEVEL: 'error',
  }
  if (disk !== undefined) await symlink(disk.directory, join(directory, 'files'))
  const startOnce = (): Promise<HostProcess> => startHostProcess(environment, DEPLOYMENT, namespace)
  // Whoever watches over a host starts it again when it ends at once: the database may be slow to answer right now.
  const start = (): Promise<HostProcess> => startOnce().catch(startOnce).catch(startOnce)
  let host = await start()
  building.defer(() => host.stop())
  const registered = await register(host.url)
  const owned = building.move()
  return {
    databaseUrl,
    wire,
    network: namespace,
    disk,
    ...registered,
    origin: () => host.url,
    setClock(ahead) {
      writeFileSync(clock, String(ahead))
      host.signal('SIGUSR2')
    },
    async replaceHost() {
      host.signal('SIGKILL')
      host = await start()
    },
    async stop() {
      wire.restore()
      await owned.disposeAsync()
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
  for (const module of ['crm', 'faulty']) {
    const switched = await client.call('PUT', `/modules/${module}?wait=acknowledged`, {
      body: { active: true },
    })
    if (switched.status !== 200)
      throw new Error(`"${module}" was not switched on: ${JSON.stringify(switched.body)}`)
  }
  return { token: body.accessToken, organizationId: body.organization.id }
}
