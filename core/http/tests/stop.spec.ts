import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { defineRoutes } from '@wasla/sdk'
import { loadedPlugin, registryOf, serverOptions, startServer } from './_server.ts'

const slow = loadedPlugin('slow', {
  routes: [
    defineRoutes((app) => {
      app.get('/', { config: { member: true } }, async () => {
        await wait(5 + Math.random() * 30)
        return 'done'
      })
    }),
  ],
})

test('closing under load loses no request, even of clients that do not look whether the host is ready', async () => {
  const server = await startServer(serverOptions(registryOf(slow), { drainDelay: 200 }))
  const agent = new Agent({ keepAlive: true, maxSockets: 40 })
  // A probe that waited for one of their connections could come when nobody listens any more.
  const probes = new Agent({ keepAlive: true })
  const outcomes: (number | string)[] = []

  const call = (path: string, by = agent) =>
    new Promise<number | string>((resolve) => {
      const headers = { authorization: 'Bearer one:owner' }
      const sent = request(server.url + path, { agent: by, headers }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.on('error', (error) => resolve(String(error)))
      })
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)))
      sent.end()
    })
  const client = async () => {
    for (;;) {
      const outcome = await call('/api/v1/slow')
      if (outcome === 'ECONNREFUSED') return
      outcomes.push(outcome)
    }
  }
  const clients = Array.from({ length: 40 }, client)
  await expect.poll(() => outcomes.length, { timeout: 30_000 }).toBeGreaterThan(100)
  await call('/readyz', probes)
  const closed = server.app.close()
  expect(await call('/readyz', probes)).toBe(503)
  await Promise.all([closed, ...clients])
  agent.destroy()
  probes.destroy()
  expect(outcomes.filter((outcome) => outcome !== 200)).toEqual([])
})

test('a request that does not end is cut when the time to stop is over', async () => {
  const stuck = loadedPlugin('stuck', {
    routes: [
      defineRoutes(
        (app) => void app.get('/', { config: { member: true } }, () => new Promise<never>(() => {})),
      ),
    ],
  })
  const server = await startServer(serverOptions(registryOf(stuck), { drainDelay: 0, stopTimeout: 100 }))
  const pending = server.call('/api/v1/stuck', { token: 'one:owner' }).catch((error: unknown) => error)
  await wait(50)
  await server.app.close()
  expect(await pending).toBeInstanceOf(Error)
})
