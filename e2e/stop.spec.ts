import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { TestClient, type Answer } from '@wasla/host'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../core/tests/_test-database.ts'
import { startHostProcess } from './hosts/host-process.ts'

const CLIENTS = 20

test('SIGTERM under load: every request that was sent is answered, every customer that was confirmed is there', async () => {
  const database = await createTestDatabase()
  const host = await startHostProcess({ DATABASE_URL: database.adminUrl })
  const api = new TestClient(host.url)
  const { body: account } = await api.call('POST', '/auth/register', {
    body: {
      organizationName: 'Stopped',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'correct horse battery staple',
    },
  })
  api.token = account.accessToken
  await api.call('PUT', '/modules/crm?wait=acknowledged', { body: { active: true } })

  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const call = (method: string, path: string, body?: object) =>
    new Promise<number | string>((resolve) => {
      const sent = request(
        host.url + path,
        {
          method,
          agent,
          headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': 'application/json' },
        },
        (response) => {
          response.resume()
          response.on('end', () => resolve(response.statusCode ?? 0))
          response.on('error', (error) => resolve(error.message))
        },
      )
      sent.on('error', (error) => resolve(error.message))
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })

  const outcomes: (number | string)[] = []
  const notReady = new AbortController()
  // As behind a load balancer: nothing new is sent once the host says that it is not ready.
  const client = async (name: number) => {
    for (let index = 0; !notReady.signal.aborted; index += 1) {
      outcomes.push(await call('POST', '/api/v1/crm/customers', { companyName: `${name} ${index}` }))
    }
  }
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(index))
  await sleep(300)
  const ended = once(host.child, 'exit')
  host.signal('SIGTERM')
  const watch = async () => {
    while ((await call('GET', '/readyz')) === 200) await sleep(5)
    notReady.abort()
  }
  await Promise.all([watch(), ...clients])
  agent.destroy()
  const [code] = await ended

  expect(code).toBe(0)
  expect(outcomes.length).toBeGreaterThan(CLIENTS)
  expect(outcomes.filter((outcome) => outcome !== 201)).toEqual([])

  const next = await startHostProcess({ DATABASE_URL: database.adminUrl })
  const reader = new TestClient(next.url, account.accessToken)
  let kept = 0
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: Answer = await reader.call(
      'GET',
      `/crm/customers?limit=100${cursor && `&cursor=${cursor}`}`,
    )
    kept += body.items.length
    cursor = body.nextCursor
  }
  expect(kept).toBe(outcomes.length)
  await next.stop()
  await database.drop()
})
