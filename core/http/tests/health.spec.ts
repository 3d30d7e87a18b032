import { afterEach, expect, test } from 'vitest'
import { defineRoutes, unavailable } from '@wasla/sdk'
import { createMetrics } from '../../observability/metrics.ts'
import {
  emptyPlatform,
  loadedPlugin,
  registryOf,
  serverOptions,
  startServer,
  type RunningServer,
} from './_server.ts'

let server: RunningServer | undefined
afterEach(() => server?.app.close())

const fenced = () => {
  throw unavailable('host_fenced', 'The lease is lost.')
}

test('a host that can serve is ready and says which plugins are not well', async () => {
  const registry = registryOf(
    loadedPlugin('fine', { health: async () => ({ status: 'ok' }) }),
    loadedPlugin('weak', { health: async () => ({ status: 'degraded', detail: 'The queue is long.' }) }),
    loadedPlugin('hanging', { health: () => new Promise(() => {}) }),
    loadedPlugin('throwing', {
      health: async () => {
        throw new Error('No answer from Stripe')
      },
    }),
  )
  registry.quarantine('gone', 'load', 'code_missing', 'The code is not there.')
  server = await startServer(serverOptions(registry))
  expect((await server.call('/livez')).body).toEqual({ status: 'alive' })
  expect(await server.call('/readyz')).toMatchObject({
    status: 200,
    body: {
      status: 'ready',
      plugins: {
        fine: { status: 'ok' },
        weak: { status: 'degraded', detail: 'The queue is long.' },
        hanging: { status: 'failed' },
        throwing: { status: 'failed', detail: 'No answer from Stripe' },
      },
      quarantined: [{ plugin: 'gone', phase: 'load', code: 'code_missing' }],
    },
  })
})

test.each([
  [
    'the database does not answer',
    {
      platform: {
        ...emptyPlatform,
        asSystem: async () => {
          throw new Error('down')
        },
      },
    },
  ],
  ['the gate is fenced', { gate: { activeModules: fenced } }],
])('a host is not ready when %s', async (_name, changes) => {
  server = await startServer(serverOptions(registryOf(), changes))
  expect((await server.call('/readyz')).status).toBe(503)
  expect((await server.call('/livez')).status).toBe(200)
})

test('a fenced host refuses its members with 503 and asks them to come again', async () => {
  const notes = loadedPlugin('notes', {
    routes: [defineRoutes((app) => void app.get('/', { config: { member: true } }, () => 'x'))],
  })
  server = await startServer(serverOptions(registryOf(notes), { gate: { activeModules: fenced } }))
  const answer = await server.call('/api/v1/notes', { token: 'one:owner' })
  expect(answer).toMatchObject({ status: 503, body: { code: 'host_fenced' } })
  expect(answer.headers.get('retry-after')).toBe('1')
})

test('metrics count requests by route template and module, and errors by plugin', async () => {
  const notes = loadedPlugin('notes', {
    routes: [
      defineRoutes((app) => {
        app.get('/:id', { config: { member: true } }, () => 'x')
        app.get('/broken', { config: { member: true } }, () => {
          throw new Error('no')
        })
        app.route({ method: ['PUT', 'PATCH'], url: '/either', config: { member: true }, handler: () => 'x' })
      }),
    ],
  })
  const metrics = createMetrics()
  metrics.watchPool('main', () => ({ total: 5, idle: 2, waiting: 1 }))
  metrics.countToggle('notes', true)
  server = await startServer(serverOptions(registryOf(notes), { metrics }))
  await server.call('/api/v1/notes/1', { token: 'one:owner' })
  await server.call('/api/v1/notes/2', { token: 'one:owner' })
  await server.call('/api/v1/notes/broken', { token: 'one:owner' })
  await server.call('/api/v1/elsewhere')
  // One template, four counts: how it was asked and what came of it are told apart.
  await server.call('/api/v1/notes/1', { token: 'one:owner', method: 'HEAD' })
  await server.call('/api/v1/notes/1')
  await server.call('/api/v1/notes/either', { token: 'one:owner', method: 'PUT', body: {} })
  await server.call('/api/v1/notes/either', { token: 'one:owner', method: 'PATCH', body: {} })
  const { body, headers } = await server.call('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  for (const labels of [
    'method="HEAD",route="/api/v1/notes/:id",module="notes",status="200"',
    'method="GET",route="/api/v1/notes/:id",module="notes",status="401"',
    'method="PUT",route="/api/v1/notes/either",module="notes",status="200"',
    'method="PATCH",route="/api/v1/notes/either",module="notes",status="200"',
  ])
    expect(body).toContain(`wasla_http_request_duration_seconds_count{${labels}} 1`)
  expect(body).toContain(
    'wasla_http_request_duration_seconds_count{method="GET",route="/api/v1/notes/:id",module="notes",status="200"} 2',
  )
  expect(body).toContain(
    'wasla_http_request_duration_seconds_count{method="GET",route="none",module="platform",status="404"} 1',
  )
  expect(body).toContain('wasla_plugin_errors_total{plugin="notes",where="request"} 1')
  expect(body).toContain('wasla_database_connections{pool="main",state="waiting"} 1')
  expect(body).toContain('wasla_module_toggles_total{module="notes",to="on"} 1')
  expect(body).toContain('process_cpu_seconds_total')
})
