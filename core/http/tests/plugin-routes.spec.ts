import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { conflict, defineAddressKind, defineRoutes, notFound, type PluginDefinition } from '@wasla/sdk'
import { createLogger } from '../../observability/logger.ts'
import {
  activeModules,
  emptyPlatform,
  loadedPlugin,
  ORGANIZATIONS,
  registryOf,
  serverOptions,
  startServer,
  type RunningServer,
} from './_server.ts'

declare module '@wasla/sdk' {
  interface Permissions {
    notes: 'notes'
  }
}

const routes = defineRoutes((app) => {
  app.get('/', { config: { member: true } }, (request) => ({
    organization: request.context.organizationId,
    plugin: request.context.plugin,
  }))
  app.get('/notes/:id', { config: { permission: 'notes.notes.read' } }, (request) => {
    if ((request.params as { id: string }).id === 'none')
      throw notFound('notes.not_found', 'There is no such note.')
    return { role: request.context.role }
  })
  app.get('/broken', { config: { member: true } }, () => {
    throw new Error('a secret detail')
  })
  app.get('/taken', { config: { member: true } }, () => {
    throw conflict('notes.taken', 'It is taken.', { extra: { by: 'somebody' } })
  })
  app.get('/visitor', { config: { member: true } }, (request) => request.publicContext.organizationId)
  app.get('/open/:slug', { config: { public: { address: 'notes.slug', parameter: 'slug' } } }, (request) => ({
    organization: request.publicContext.organizationId,
    address: request.publicContext.address,
  }))
  app.get(
    '/open/:slug/as-member',
    { config: { public: { address: 'notes.slug', parameter: 'slug' } } },
    (request) => request.context.role,
  )
  app.post(
    '/notes',
    {
      config: { permission: 'notes.notes.write' },
      schema: {
        body: z.object({ text: z.string().min(1), tags: z.array(z.object({ name: z.string() })).optional() }),
        response: {
          201: z.object({ text: z.string(), at: z.date(), size: z.bigint(), note: z.string().nullable() }),
        },
      },
    },
    async (request, reply) =>
      reply.code(201).send({
        text: request.body.text,
        at: new Date(0),
        size: 12345678901234567890n,
        note: null,
        hidden: true,
      } as never),
  )
  app.put('/raw', { config: { member: true, rawBody: true, bodyLimit: 8000 } }, (request) => ({
    bytes: request.rawBody?.length,
  }))
})

const notes: PluginDefinition = {
  routes: [routes],
  addresses: [defineAddressKind({ kind: 'notes.slug', normalize: (key) => key.toLowerCase() })],
}

let server: RunningServer

const lines: unknown[] = []

beforeAll(async () => {
  const registry = registryOf(loadedPlugin('notes', notes))
  server = await startServer(
    serverOptions(registry, {
      log: createLogger({
        level: 'error',
        destination: { write: (line) => void lines.push(JSON.parse(line)) },
      }),
      gate: {
        activeModules: (organization) =>
          activeModules(...(organization === ORGANIZATIONS.one ? ['notes'] : [])),
      },
      platform: {
        ...emptyPlatform,
        asSystem: async <Row extends object>(_text: string, values: readonly unknown[] = []) =>
          (values[1] === 'acme'
            ? [{ organization_id: ORGANIZATIONS.one }]
            : values[1] === 'off'
              ? [{ organization_id: ORGANIZATIONS.two }]
              : []) as Row[],
      },
    }),
  )
})
afterAll(() => server.app.close())

test('a route opens 401, 403, success, and 404 where the module is off', async () => {
  const path = '/api/v1/notes/notes/1'
  expect(await server.call(path)).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated', status: 401 },
  })
  expect(await server.call(path, { token: 'one:guest' })).toMatchObject({
    status: 403,
    body: { code: 'permission_denied', permission: 'notes.notes.read' },
  })
  expect(await server.call(path, { token: 'one:owner' })).toMatchObject({
    status: 200,
    body: { role: 'owner' },
  })
  expect(await server.call(path, { token: 'two:owner' })).toMatchObject({
    status: 404,
    body: { code: 'module_inactive', module: 'notes' },
  })
})

test('the context belongs to the plugin and the organization, also when authentication takes time', async () => {
  const expected = { organization: ORGANIZATIONS.one, plugin: 'notes' }
  expect((await server.call('/api/v1/notes', { token: 'one:later' })).body).toEqual(expected)
  expect((await server.call('/api/v1/notes/', { token: 'one:owner' })).body).toEqual(expected)
})

test('errors are problem documents; an unexpected one tells its caller nothing, and the log all', async () => {
  const missing = await server.call('/api/v1/notes/notes/none?x=1', {
    token: 'one:owner',
    headers: { 'x-request-id': 'given-by-caller' },
  })
  expect(missing.headers.get('content-type')).toContain('application/problem+json')
  expect(missing.body).toEqual({
    type: 'urn:wasla:problem:notes.not_found',
    title: 'Not Found',
    status: 404,
    code: 'notes.not_found',
    detail: 'There is no such note.',
    instance: '/api/v1/notes/notes/none',
    requestId: 'given-by-caller',
  })
  const broken = await server.call('/api/v1/notes/broken', { token: 'one:owner' })
  expect(broken).toMatchObject({ status: 500, body: { code: 'internal_error' } })
  expect(JSON.stringify(broken.body)).not.toContain('secret')
  expect(lines).toContainEqual(
    expect.objectContaining({
      requestId: broken.body.requestId,
      err: expect.objectContaining({ message: expect.stringContaining('secret') }),
    }),
  )
  expect(await server.call('/api/v1/notes/taken', { token: 'one:owner' })).toMatchObject({
    status: 409,
    body: { by: 'somebody' },
  })
})

test('a body is checked, unknown keys are named at every level', async () => {
  const post = (body: unknown) =>
    server.call('/api/v1/notes/notes', { method: 'POST', token: 'one:owner', body })
  expect((await post({ text: '', colour: 'red', tags: [{ name: 'a', size: 1 }] })).body).toMatchObject({
    code: 'validation_failed',
    status: 400,
    fields: [
      { field: 'text' },
      { field: 'tags.0.size', message: 'is not a known key' },
      { field: 'colour', message: 'is not a known key' },
    ],
  })
  const created = await post({ text: 'hello' })
  expect(created).toMatchObject({
    status: 201,
    body: { text: 'hello', at: '1970-01-01T00:00:00.000Z', size: '12345678901234567890', note: null },
  })
  expect(created.body).not.toHaveProperty('hidden')
})

test.each([
  ['not JSON', '{"text":', 400, 'malformed_body'],
  ['a prototype key', '{"text":"a","__proto__":{"admin":true}}', 400, 'malformed_body'],
  ['a constructor key', '{"text":"a","constructor":{"prototype":{"admin":true}}}', 400, 'malformed_body'],
  ['too much', JSON.stringify({ text: 'x'.repeat(5000) }), 413, 'body_too_large'],
  ['nothing', '', 400, 'validation_failed'],
])('a body of %s is refused', async (_name, body, status, code) => {
  const answer = await server.call('/api/v1/notes/notes', {
    method: 'POST',
    token: 'one:owner',
    body,
    headers: { 'content-type': 'application/json' },
  })
  expect(answer).toMatchObject({ status, body: { code, status } })
})

test('a body that is not UTF-8, or of another type, is refused', async () => {
  const send = (payload: Buffer, type: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/notes/notes',
      payload,
      headers: { 'content-type': type, authorization: 'Bearer one:owner' },
    })
  const latin1 = await send(Buffer.from([0x22, 0xe9, 0x22]), 'application/json')
  expect([latin1.statusCode, latin1.json()]).toMatchObject([400, { code: 'malformed_body' }])
  const xml = await send(Buffer.from('<a/>'), 'text/xml')
  expect([xml.statusCode, xml.json()]).toMatchObject([415, { code: 'unsupported_media_type' }])
})

test('a route with rawBody receives the bytes, of any type, up to its own limit', async () => {
  const put = (body: string, type: string) =>
    server.call('/api/v1/notes/raw', {
      method: 'PUT',
      token: 'one:owner',
      body,
      headers: { 'content-type': type },
    })
  expect((await put('a,b\n1,2\n', 'text/csv')).body).toEqual({ bytes: 8 })
  expect((await put(JSON.stringify({ a: 'x'.repeat(5000) }), 'application/json')).body).toEqual({
    bytes: 5008,
  })
  expect((await put('x'.repeat(9000), 'text/csv')).status).toBe(413)
})

test('a visitor reaches the organization of the address; unknown and switched off look alike', async () => {
  expect((await server.call('/api/v1/notes/open/ACME')).body).toEqual({
    organization: ORGANIZATIONS.one,
    address: { kind: 'notes.slug', key: 'acme' },
  })
  const unknown = await server.call('/api/v1/notes/open/nobody')
  const off = await server.call('/api/v1/notes/open/off')
  expect([unknown.status, off.status]).toEqual([404, 404])
  expect(unknown.body.code).toBe(off.body.code)
  expect((await server.call('/api/v1/notes/open/acme/as-member')).status).toBe(401)
  expect((await server.call('/api/v1/notes/visitor', { token: 'one:owner' })).status).toBe(500)
})

test('other methods give 405 to those who may know the path, other paths 404', async () => {
  const path = '/api/v1/notes/notes/1'
  expect(await server.call(path, { method: 'DELETE' })).toMatchObject({ status: 401 })
  expect(await server.call(path, { method: 'DELETE', token: 'two:owner' })).toMatchObject({
    status: 404,
    body: { code: 'module_inactive' },
  })
  const answer = await server.call(path, { method: 'DELETE', token: 'one:owner' })
  expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
  expect(answer.headers.get('allow')).toBe('GET, HEAD')
  expect(await server.call('/api/v1/nothing')).toMatchObject({
    status: 404,
    body: { code: 'route_not_found' },
  })
  expect(await server.call('/api/v1/notes/%E0%A4%A')).toMatchObject({
    status: 400,
    body: { code: 'malformed_url' },
  })
})

test('HEAD answers like GET without a body, behind the same checks', async () => {
  expect((await server.call('/api/v1/notes/notes/1', { method: 'HEAD' })).status).toBe(401)
  expect(await server.call('/api/v1/notes/notes/1', { method: 'HEAD', token: 'one:owner' })).toMatchObject({
    status: 200,
    body: '',
  })
})

test('responses carry the security headers and the request id', async () => {
  const url = '/api/v1/notes'
  const unsafe = { 'x-request-id': 'no spaces please' }
  const { headers } = await server.call(url, { token: 'one:owner', headers: unsafe })
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('private, no-cache')
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)

  // What an answer sets itself stands once, in place of what all have.
  const refused = await server.call(url)
  expect(refused.headers.get('cache-control')).toBe('no-store')
  expect(refused.headers.get('x-content-type-options')).toBe('nosniff')
  const injected = await server.app.inject({ url })
  expect(injected.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
})
