import { afterEach, expect, test } from 'vitest'
import { defineRoutes, type Permission } from '@wasla/sdk'
import { loadedPlugin, registryOf, serverOptions, startServer, type RunningServer } from './_server.ts'

let server: RunningServer | undefined
afterEach(() => server?.app.close())

const good = loadedPlugin('good', {
  routes: [defineRoutes((app) => void app.get('/', { config: { member: true } }, () => 'good'))],
})

test.each([
  [
    'throws',
    defineRoutes(() => {
      throw new Error('No luck')
    }),
    'routes_failed',
    'No luck',
  ],
  [
    'rejects',
    defineRoutes(async () => {
      throw new Error('No luck later')
    }),
    'routes_failed',
    'No luck later',
  ],
  [
    'says nothing about access',
    defineRoutes((app) => void app.get('/x', () => 'x')),
    'route_without_access',
    '/api/v1/bad/x',
  ],
  [
    'says two things about access',
    defineRoutes(
      (app) => void app.get('/x', { config: { member: true, permission: 'platform.jobs.read' } }, () => 'x'),
    ),
    'route_without_access',
    '/api/v1/bad/x',
  ],
  [
    'calls itself anonymous',
    defineRoutes((app) => void app.get('/x', { config: { anonymous: true } }, () => 'x')),
    'route_without_access',
    '/api/v1/bad/x',
  ],
  [
    'looks up a kind of address it does not declare',
    defineRoutes(
      (app) =>
        void app.get('/x/:key', { config: { public: { address: 'a.b', parameter: 'key' } } }, () => 'x'),
    ),
    'address_kind_unknown',
    'a.b',
  ],
  [
    'needs a permission nobody declared',
    defineRoutes(
      (app) => void app.get('/x', { config: { permission: 'bad.typo.read' as Permission } }, () => 'x'),
    ),
    'permission_undeclared',
    'bad.typo.read',
  ],
  [
    'registers one route twice',
    defineRoutes((app) => {
      for (const name of ['id', 'key']) app.get(`/x/:${name}`, { config: { member: true } }, () => name)
    }),
    'route_twice',
    '/api/v1/bad/x/:key is registered twice by "bad"',
  ],
  [
    'has a response that is not zod',
    defineRoutes(
      (app) =>
        void app.get(
          '/x',
          { config: { member: true }, schema: { response: { 200: { type: 'object' } } } },
          () => 'x',
        ),
    ),
    'route_schema_invalid',
    'response 200',
  ],
  [
    'has a body that is not zod',
    defineRoutes(
      (app) =>
        void app.post('/x', { config: { member: true }, schema: { body: { type: 'object' } } }, () => 'x'),
    ),
    'route_schema_invalid',
    'body',
  ],
])(
  'a plugin whose routes definition %s is quarantined; the others are served',
  async (_name, routes, code, words) => {
    const registry = registryOf(loadedPlugin('bad', { routes: [routes] }), good)
    server = await startServer(serverOptions(registry))
    expect(registry.quarantines.get('bad')).toMatchObject({
      phase: 'register',
      code,
      reason: expect.stringContaining(words),
    })
    expect(await server.call('/api/v1/good', { token: 'one:owner' })).toMatchObject({
      status: 200,
      body: 'good',
    })
    expect((await server.call('/api/v1/bad/x', { token: 'one:owner' })).status).toBe(404)
  },
)

test('of two plugins that claim one route the later is quarantined, and with it what requires it', async () => {
  const claims = (parameter: string) => [
    defineRoutes(
      (app) => void app.get(`/things/:${parameter}`, { config: { member: true } }, () => parameter),
    ),
  ]
  const registry = registryOf(
    loadedPlugin('first', { routes: claims('id') }, { routePrefix: '/shared' }),
    loadedPlugin('second', { routes: claims('key') }, { routePrefix: '/shared' }),
    loadedPlugin('third', {}, { requires: { second: '^1.0.0' } }),
  )
  server = await startServer(serverOptions(registry))
  expect(registry.quarantines.get('second')).toMatchObject({
    code: 'route_collision',
    reason: expect.stringMatching(/"first".*"second"/),
  })
  expect(registry.quarantines.get('third')?.code).toBe('dependency_quarantined')
  expect((await server.call('/api/v1/shared/things/1', { token: 'one:owner' })).body).toBe('id')
})

test('a route of the platform without access fails the start: it is no plugin', async () => {
  const rootRoutes = [
    (app: { get(path: string, handler: () => string): unknown }) => void app.get('/open', () => 'x'),
  ]
  await expect(startServer(serverOptions(registryOf(), { rootRoutes }))).rejects.toThrow(
    'does not say who may call it',
  )
})

test('a plugin whose routes definition does not end is left out after its time', async () => {
  const registry = registryOf(
    loadedPlugin('hanging', { routes: [defineRoutes(() => new Promise<never>(() => {}))] }),
    good,
  )
  server = await startServer(serverOptions(registry))
  expect(registry.quarantines.get('hanging')).toMatchObject({ phase: 'register', code: 'routes_timeout' })
  expect((await server.call('/api/v1/good', { token: 'one:owner' })).body).toBe('good')
})
