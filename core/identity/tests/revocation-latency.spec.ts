import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadedPlugin } from '../../http/tests/_server.ts'
import { issueSession } from '../stored-sessions.ts'
import { createIdentityDatabase, somebody, startHost } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let hosts: Awaited<ReturnType<typeof startHost>>[]

beforeAll(async () => {
  database = await createIdentityDatabase()
  const notes = loadedPlugin('notes', {
    routes: [(app) => void app.get('/ping', { config: { member: true } }, async () => ({ pong: true }))],
  })
  hosts = await Promise.all([startHost(database, [notes]), startHost(database, [notes])])
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
  await database.drop()
})

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
const say = (text: string) => process.stdout.write(`${text}\n`)

test('a revocation reaches another host soon after its commit', async () => {
  const [here, there] = hosts
  const { body } = await here!.call('/api/v1/auth/register', { method: 'POST', body: somebody() })
  const owner = { userId: body.user.id as string, organizationId: body.organization.id as string }
  const { platform } = database.connect()
  const times: number[] = []
  for (let round = 0; round < 200; round += 1) {
    const { tokens } = await issueSession(platform.asSystem, owner, { userAgent: null, address: null })
    const request = {
      method: 'GET',
      ip: '127.0.0.1',
      headers: { authorization: `Bearer ${tokens.accessToken}` },
    }
    const session = await there!.identity.authenticate(request)
    await here!.identity.endSession(session?.sessionId ?? '')
    const committed = performance.now()
    while ((await there!.identity.authenticate(request)) !== null) await turn()
    times.push(performance.now() - committed)
  }
  times.sort((a, b) => a - b)
  say(
    `revocation, commit → refused on another host: p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms, of ${times.length}`,
  )
  expect(times).toHaveLength(200)
})

const BATCH = 40

/** Sends requests one behind the other on one connection, so that what is measured is the server and not its client. */
async function pipeline(origin: string) {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return {
    async timeOf(path: string, headers: Record<string, string>): Promise<number> {
      const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}`)
      const request = `${[`GET ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`
      let [answered, text] = [0, '']
      const started = performance.now()
      socket.write(request.repeat(BATCH))
      while (answered < BATCH) {
        const [chunk] = (await once(socket, 'data')) as [Buffer]
        text += chunk.toString('latin1')
        answered = text.split('HTTP/1.1 200 ').length - 1
        if (/HTTP\/1\.1 (?!200)/.test(text)) throw new Error(text.slice(0, 500))
      }
      return performance.now() - started
    },
    close: () => socket.destroy(),
  }
}

test('a request with a known session costs no query and little time', async () => {
  const [host] = hosts
  const { body } = await host!.call('/api/v1/auth/register', { method: 'POST', body: somebody() })
  const authorization = `Bearer ${body.accessToken}`
  const { timeOf, close } = await pipeline(host!.url)
  await timeOf('/api/v1/notes/ping', { authorization })
  const [bare, checked]: [number[], number[]] = [[], []]
  const before = host!.queries.length
  // In turns, so that what else the machine does falls on both.
  for (let count = 0; count < 150; count += 1) {
    bare.push(await timeOf('/livez', {}))
    checked.push(await timeOf('/api/v1/notes/ping', { authorization }))
  }
  close()
  const median = (times: number[]) =>
    percentile(
      times.toSorted((x, y) => x - y),
      0.5,
    )
  say(
    `a route with session, gate and role beside one without any check: ratio ${(median(bare) / median(checked)).toFixed(2)} (${((median(checked) / BATCH) * 1000).toFixed(0)} µs a request)`,
  )
  // Once in two seconds each, should the news of a change get lost: the session, and what its organization says.
  expect(host!.queries.length - before).toBeLessThan(20)
})
