import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { conflict, defineRoutes } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { createIdentityDatabase, somebody, startHost } from '../../identity/tests/_identity.ts'
import { loadedPlugin } from './_server.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>
let platform: PlatformDatabase
let token: string
let effects: string[] = []
let beforeCommit: () => Promise<void> = async () => {}

/** A write as the data path does it: the claim's row first, the result into it before the commit. */
async function write(actor: NonNullable<Parameters<typeof claimOf>[0]>, result: object): Promise<object> {
  const claim = claimOf(actor)
  return platform.transaction(async (query) => {
    if (claim !== undefined) {
      const values = [actor.organizationId, claim.key, claim.bodyHash, JSON.stringify(result)]
      const rows = await query(
        `insert into platform.idempotency_keys (organization_id, key, body_hash, body, expires_at)
         values ($1, $2, $3, $4, now() + interval '24 hours') on conflict do nothing returning 1`,
        values,
      )
      if (rows.length === 0) throw conflict('idempotent_replay', 'Another request with this key is ahead.')
    }
    effects.push(JSON.stringify(result))
    await beforeCommit()
    return result
  })
}
const claimOf = (actor: { organizationId: string; idempotency?: { key: Buffer; bodyHash: Buffer } }) =>
  actor.idempotency

const note = z.object({ id: z.string(), text: z.string(), version: z.number(), at: z.date() })
const notes = loadedPlugin('notes', {
  routes: [
    defineRoutes((app) => {
      app.post(
        '/',
        {
          config: { member: true },
          schema: { body: z.object({ text: z.string() }), response: { 201: note } },
        },
        async (request, reply) => {
          const created = {
            id: crypto.randomUUID(),
            text: request.body.text,
            version: 1,
            at: new Date(0),
            hidden: 'never leaves',
          }
          return reply.code(201).send((await write(request.actor!, created)) as never)
        },
      )
      app.post('/fails', { config: { member: true } }, async (request) => {
        effects.push('tried')
        if (effects.length === 1) throw conflict('notes.busy', 'Not now.')
        return write(request.actor!, { done: true })
      })
      app.post('/echo', { config: { member: true, rawBody: true } }, (request) => {
        effects.push('echo')
        return { echo: request.body }
      })
      app.delete('/:id', { config: { member: true } }, async (request, reply) => {
        await write(request.actor!, {})
        return reply.code(204).send()
      })
    }),
  ],
})

beforeAll(async () => {
  database = await createIdentityDatabase()
  platform = database.connect().platform
  host = await startHost(database, [notes])
  token = (await host.call('/api/v1/auth/register', { method: 'POST', body: somebody() })).body.accessToken
})
beforeEach(() => {
  effects = []
  beforeCommit = async () => {}
})
afterAll(async () => {
  await host.stop()
  await database.drop()
})

const post = (path: string, key: string, body: unknown, options = {}) =>
  host.call(`/api/v1/notes${path}`, {
    method: 'POST',
    token,
    body,
    headers: { 'idempotency-key': key },
    ...options,
  })

test('a repeated request is answered from the first one, word for word, and has no second effect', async () => {
  const first = await post('', 'key-1', { text: 'hello' })
  const again = await post('', 'key-1', { text: 'hello' })
  expect(first).toMatchObject({ status: 201, body: { text: 'hello' } })
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect([again.status, again.body]).toEqual([first.status, first.body])
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.headers.get('etag')).toBe('"v1"')
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect(effects).toHaveLength(1)
})

test('the key with another body is refused; another key is another request', async () => {
  await post('', 'key-2', { text: 'hello' })
  expect(await post('', 'key-2', { text: 'bye' })).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused' },
  })
  expect((await post('', 'key-3', { text: 'hello' })).headers.get('idempotent-replayed')).toBeNull()
  expect(effects).toHaveLength(2)
})

test('a key belongs to one person, organization and route', async () => {
  await post('', 'key-4', { text: 'hello' })
  const other = (await host.call('/api/v1/auth/register', { method: 'POST', body: somebody() })).body
    .accessToken
  const foreign = await post('', 'key-4', { text: 'hello' }, { token: other })
  expect([foreign.status, foreign.headers.get('idempotent-replayed')]).toEqual([201, null])
  expect((await post('/echo', 'key-4', { text: 'hello' })).body).toEqual({ echo: { text: 'hello' } })
})

test('of ten at the same moment one has the effect and all have its answer', async () => {
  const gate = Promise.withResolvers<void>()
  beforeCommit = () => gate.promise
  const all = Array.from({ length: 10 }, () => post('', 'key-5', { text: 'race' }))
  setTimeout(gate.resolve, 200)
  const answers = await Promise.all(all)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(effects).toHaveLength(1)
})

test('when the host died between the commit and its answer, the result of the write is the answer', async () => {
  await post('', 'key-6', { text: 'first lost' })
  const row = { id: 'kept', text: 'lost', version: 3, at: '1970-01-01T00:00:00.000Z', hidden: 'never leaves' }
  await database.admin.query(
    `update platform.idempotency_keys set status = null, headers = null, body = $1 where body::text like '%first lost%'`,
    [JSON.stringify(row)],
  )
  const again = await post('', 'key-6', { text: 'first lost' })
  expect([again.status, again.body]).toEqual([
    201,
    { id: 'kept', text: 'lost', version: 3, at: '1970-01-01T00:00:00.000Z' },
  ])
  expect(again.headers.get('idempotent-replayed')).toBe('true')
})

test('when that result is not what the route answers, it says that all was done and the answer is lost', async () => {
  await post('', 'key-10', { text: 'then lost' })
  await database.admin.query(
    `update platform.idempotency_keys set status = null, headers = null, body = 'null' where body::text like '%then lost%'`,
  )
  const again = await post('', 'key-10', { text: 'then lost' })
  expect([again.status, again.body.code]).toEqual([409, 'idempotent_answer_lost'])
  expect(effects).toHaveLength(1)
})

test('a refused request leaves the key free for the next attempt', async () => {
  expect((await post('/fails', 'key-7', {})).status).toBe(409)
  expect(await post('/fails', 'key-7', {})).toMatchObject({ status: 200, body: { done: true } })
  expect((await post('/fails', 'key-7', {})).headers.get('idempotent-replayed')).toBe('true')
})

test('a large answer that leaves compressed is repeated in full', async () => {
  const body = { text: 'x'.repeat(900).concat('y'.repeat(900)) }
  const first = await post('/echo', 'key-large', body, {
    headers: { 'idempotency-key': 'key-large', 'accept-encoding': 'gzip' },
  })
  expect(first.headers.get('content-encoding')).toBe('gzip')
  expect((await post('/echo', 'key-large', body)).body).toEqual({ echo: body })
  expect(effects).toHaveLength(1)
})

test('a handler that writes nothing is remembered too, and so is an empty answer', async () => {
  await post('/echo', 'key-8', { text: 'a' })
  expect((await post('/echo', 'key-8', { text: 'a' })).body).toEqual({ echo: { text: 'a' } })
  expect(effects).toHaveLength(1)
  const remove = () =>
    host.call('/api/v1/notes/1', { method: 'DELETE', token, headers: { 'idempotency-key': 'key-9' } })
  expect((await remove()).status).toBe(204)
  const again = await remove()
  expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([204, '', 'true'])
})

test('keys that are none, and bodies that are not JSON, are refused', async () => {
  expect(await post('/echo', 'two words', {})).toMatchObject({
    status: 400,
    body: { code: 'invalid_idempotency_key' },
  })
  const form = await post('/echo', 'key-10', 'a=b', {
    headers: { 'idempotency-key': 'key-10', 'content-type': 'multipart/form-data; boundary=x' },
  })
  expect(form).toMatchObject({ status: 400, body: { code: 'idempotency_unsupported' } })
})
