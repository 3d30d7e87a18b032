import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { conflict, defineEvent, defineRoutes, defineWebhook } from '@wasla/sdk'
import { loadedPlugin, registryOf, serverOptions, startServer, type RunningServer } from './_server.ts'

let server: RunningServer | undefined
afterEach(() => server?.app.close())

const versioned = z.object({ id: z.string(), version: z.number().int() })
const things = loadedPlugin('things', {
  routes: [
    defineRoutes((app) => {
      app.get(
        '/',
        { config: { member: true }, schema: { response: { 200: z.object({ items: z.array(versioned) }) } } },
        () => ({ items: [{ id: 'x'.repeat(2000), version: 1 }] }),
      )
      app.get('/:id', { config: { member: true }, schema: { response: { 200: versioned } } }, () => ({
        id: '1',
        version: 7,
      }))
      app.patch('/:id', { config: { member: true }, schema: { response: { 200: versioned } } }, (request) => {
        if (request.ifMatch === 7) return { id: '1', version: 8 }
        throw conflict('stale_version', `The version is 7, not ${request.ifMatch}.`)
      })
    }),
  ],
})

test('a resource with a version has an ETag, 304 for whoever has it, 412 for whoever has another', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const { call } = server
  const token = 'one:owner'
  const got = await call('/api/v1/things/1', { token })
  expect(got.headers.get('etag')).toBe('"v7"')
  const known = await call('/api/v1/things/1', { token, headers: { 'if-none-match': 'W/"v7"' } })
  expect([known.status, known.body, known.headers.get('etag')]).toEqual([304, '', '"v7"'])
  expect((await call('/api/v1/things/1', { token, headers: { 'if-none-match': '"v6"' } })).status).toBe(200)
  const patch = (ifMatch?: string) =>
    call('/api/v1/things/1', {
      method: 'PATCH',
      token,
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    })
  const changed = await patch('"v7"')
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"v8"'])
  expect(await patch('"v6"')).toMatchObject({ status: 412, body: { code: 'stale_version' } })
  expect(await patch()).toMatchObject({ status: 409, body: { code: 'stale_version' } })
  expect(await patch('v7')).toMatchObject({ status: 400, body: { code: 'invalid_if_match' } })
  expect((await call('/api/v1/things', { token })).headers.get('etag')).toBeNull()
})

test('large answers are compressed for those who can read that', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const ask = (path: string, encoding: string) =>
    server!.call(path, { token: 'one:owner', headers: { 'accept-encoding': encoding } })
  expect((await ask('/api/v1/things', 'gzip')).headers.get('content-encoding')).toBe('gzip')
  expect((await ask('/api/v1/things', 'identity')).headers.get('content-encoding')).toBeNull()
  expect((await ask('/api/v1/things/1', 'gzip')).headers.get('content-encoding')).toBeNull()
})

test('an address without a session and an organization each have their own limit', async () => {
  const options = serverOptions(registryOf(things))
  const config = { ...options.config, rateLimit: { perAddress: 2, perOrganization: 3 } }
  server = await startServer({ ...options, config })
  const statuses = async (times: number, token?: string) => {
    const answers = []
    for (let count = 0; count < times; count += 1)
      answers.push(await server!.call('/api/v1/things', { token }))
    return answers
  }
  const anonymous = await statuses(3)
  expect(anonymous.map(({ status }) => status)).toEqual([401, 401, 429])
  expect(anonymous[2]?.body).toMatchObject({ code: 'rate_limited', status: 429 })
  expect(Number(anonymous[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  const members = [...(await statuses(2, 'one:owner')), ...(await statuses(2, 'one:member'))]
  expect(members.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(members[0]?.headers.get('ratelimit-limit')).toBe('3')
  expect(members[0]?.headers.get('ratelimit-remaining')).toBe('2')
  expect(members[0]?.headers.get('ratelimit-reset')).toMatch(/^\d+$/)
  expect((await statuses(1, 'two:owner'))[0]?.status).toBe(200)
  expect((await server.call('/livez')).status).toBe(200)
})

test.each([
  ['dodges no limit', [], [401, 401, 429]],
  ['tells callers apart behind a proxy that is trusted', ['loopback'], [401, 401, 401]],
])('X-Forwarded-For %s', async (_, trustProxy, expected) => {
  const options = serverOptions(registryOf(things))
  const config = { ...options.config, trustProxy, rateLimit: { perAddress: 2, perOrganization: 3 } }
  server = await startServer({ ...options, config })
  const statuses = []
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
    statuses.push((await server.call('/api/v1/things', { headers: { 'x-forwarded-for': address } })).status)
  expect(statuses).toEqual(expected)
})

test('what providers deliver is not counted against their address; what is refused is', async () => {
  const paid = defineEvent({ name: 'shop.paid', version: 1, payload: z.object({}) })
  const shop = loadedPlugin('shop', {
    events: [paid],
    webhooks: [
      defineWebhook({
        name: 'shop.bank',
        path: '/hooks/bank',
        address: { kind: 'account', normalize: (key) => key },
        body: z.object({ messages: z.array(z.never()) }),
        verify: () => true,
        messages: ({ messages }) => messages,
        event: paid,
      }),
    ],
  })
  const options = serverOptions(registryOf(shop))
  const config = { ...options.config, rateLimit: { perAddress: 2, perOrganization: 3 } }
  server = await startServer({ ...options, config })
  const deliver = async (body: object) =>
    (await server!.call('/api/v1/shop/hooks/bank', { method: 'POST', body })).status
  const statuses = []
  for (const body of [
    { messages: [] },
    { messages: [] },
    { messages: [] },
    {},
    { messages: [] },
    {},
    { messages: [] },
  ])
    statuses.push(await deliver(body))
  expect(statuses).toEqual([200, 200, 200, 400, 200, 400, 429])
})

test('only listed origins may read answers from a page', async () => {
  const options = serverOptions(registryOf(things))
  server = await startServer({
    ...options,
    config: { ...options.config, corsOrigins: ['https://app.example.com'] },
  })
  const from = (origin: string) => server!.call('/api/v1/things', { token: 'one:owner', headers: { origin } })
  expect((await from('https://app.example.com')).headers.get('access-control-allow-origin')).toBe(
    'https://app.example.com',
  )
  expect((await from('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  const preflight = await server.call('/api/v1/things', {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
  })
  expect(preflight.status).toBe(204)
})

test('more requests than a host can keep in work are refused before anything is done, and probes are not', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const slow = loadedPlugin('slow', {
    routes: [
      defineRoutes((app) => {
        app.get('/', { config: { member: true } }, async () => {
          await held
          return { done: true }
        })
      }),
    ],
  })
  const options = serverOptions(registryOf(slow))
  server = await startServer({ ...options, config: { ...options.config, maxRequests: 2 } })
  const ask = () => server!.call('/api/v1/slow', { token: 'one:owner' })
  const asked = [ask(), ask(), ask(), ask()]
  const refused = await Promise.any(asked)
  expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await server.call('/livez')).status).toBe(200)
  release()
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(statuses.sort()).toEqual([200, 200, 503, 503])
  expect((await ask()).status).toBe(200)
})

test('text that no database stores is refused by its field, wherever it comes', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const patch = (body: string) =>
    server!.call('/api/v1/things/1', {
      method: 'PATCH',
      token: 'one:owner',
      headers: { 'if-match': '"v7"' },
      body,
    })
  const refused = await patch('{"names":["fine",{"last":"\\ud800"}]}')
  expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } })
  expect(refused.body.fields).toEqual([{ field: 'names.1.last', message: expect.any(String) }])
  expect((await patch('{"\\u0000":1}')).status).toBe(400)
  expect((await patch('{"name":"\\ud83d\\ude00 \\\\u0000"}')).status).toBe(200)
  for (const [url, field] of [
    ['/api/v1/things/a%00', 'id'],
    ['/api/v1/things?name=%00', 'name'],
  ] as const) {
    const { status, body } = await server.call(url, { token: 'one:owner' })
    expect([status, body.fields?.[0]?.field]).toEqual([400, field])
  }
})

test('a request that names a type and sends no body is answered, wherever it leads', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const type = 'Host: a\r\nContent-Type: application/json\r\n'
  socket.write(
    `PATCH /api/v1/things/1 HTTP/1.1\r\n${type}Authorization: Bearer one:owner\r\nIf-Match: "v7"\r\n\r\n`,
  )
  socket.write(`POST /nowhere HTTP/1.1\r\n${type}\r\n`)
  socket.end(`GET /livez HTTP/1.1\r\n${type}Connection: close\r\n\r\n`)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  const statuses = Buffer.concat(chunks)
    .toString()
    .matchAll(/HTTP\/1\.1 (\d+)/g)
  expect([...statuses].map(([, status]) => status)).toEqual(['200', '404', '200'])
})

test('an expectation that nobody can meet is answered as a problem', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.end('GET /livez HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 417 [^]*application\/problem\+json/)
})

test('what is not HTTP gets a problem document and a closed connection', async () => {
  server = await startServer(serverOptions(registryOf(things)))
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.end('nonsense\r\n\r\n')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  expect(Buffer.concat(chunks).toString()).toMatch(
    /^HTTP\/1\.1 400 Bad Request\r\n[^]*"code":"malformed_request"/,
  )
})
