import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdentityDatabase, somebody, startHost } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>

beforeAll(async () => {
  database = await createIdentityDatabase()
  host = await startHost(database)
})
afterAll(async () => {
  await host.stop()
  await database.drop()
})

const call = (method: string, path: string, token?: string, body?: object, headers = {}) =>
  host.call(`/api/v1${path}`, { method, token, body, headers })
const register = async (body = somebody()) => ({
  ...body,
  ...(await call('POST', '/auth/register', undefined, body)).body,
})
const refresh = (refreshToken: string) => call('POST', '/auth/refresh', undefined, { refreshToken })
const statusOf = async (token: string) => (await call('GET', '/users/me', token)).status

test('a refresh token gives new tokens, and both access tokens work until the first runs out', async () => {
  const first = await register()
  const { status, body } = await refresh(first.refreshToken)
  expect(status).toBe(200)
  expect(body.refreshExpiresAt).toBe(first.refreshExpiresAt)
  expect(await statusOf(body.accessToken)).toBe(200)
  expect(await statusOf(first.accessToken)).toBe(200)
  expect((await refresh(body.refreshToken)).status).toBe(200)
})

test('an access token stops after its time, and the refresh token goes on', async () => {
  const { accessToken, refreshToken } = await register()
  await database.admin.query(`update platform.access_tokens set expires_at = now()`)
  expect(await statusOf(accessToken)).toBe(401)
  expect(await statusOf((await refresh(refreshToken)).body.accessToken)).toBe(200)
})

test('reuse of a refresh token ends the whole family, the cookie included, and the person is told', async () => {
  const body = somebody()
  const answer = await call('POST', '/auth/register', undefined, body)
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const renewed = (await refresh(answer.body.refreshToken)).body
  expect(await refresh(answer.body.refreshToken)).toMatchObject({
    status: 401,
    body: { code: 'refresh_token_reused' },
  })
  expect((await refresh(renewed.refreshToken)).status).toBe(401)
  await expect.poll(() => statusOf(renewed.accessToken)).toBe(401)
  expect((await call('GET', '/users/me', undefined, undefined, { cookie })).status).toBe(401)
  await expect
    .poll(() => host.mailsTo(body.email).filter(({ subject }) => subject.includes('signed out')))
    .toHaveLength(1)
})

test('a refresh token that is used twenty times at once works at most once', async () => {
  const { refreshToken } = await register()
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'refresh_token_reused')).toHaveLength(19)
})

test('unknown tokens, access tokens and those of ended sessions refresh nothing', async () => {
  const { accessToken, refreshToken } = await register()
  for (const token of ['nonsense', accessToken])
    expect((await refresh(token)).body.code).toBe('refresh_token_invalid')
  await call('POST', '/auth/logout', accessToken)
  expect((await refresh(refreshToken)).status).toBe(401)
})

test('a refresh token opens no door itself', async () => {
  const { refreshToken } = await register()
  expect(await statusOf(refreshToken)).toBe(401)
})

test('a session that is not used for a week is over', async () => {
  const { accessToken, user } = await register()
  await database.admin.query(
    `update platform.sessions set last_used_at = now() - interval '8 days', expires_at = expires_at - interval '1 second'
     where user_id = $1`,
    [user.id],
  )
  expect(await statusOf(accessToken)).toBe(401)
})

test('sessions are listed with device, address and last use: 401, one’s own, and nobody else’s', async () => {
  const body = somebody()
  const { accessToken } = await register(body)
  await register()
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  await call('POST', '/auth/login', undefined, body, { 'user-agent': agent }).catch(() => undefined)
  const { email, password } = body
  await call('POST', '/auth/login', undefined, { email, password }, { 'user-agent': agent })
  expect((await call('GET', '/users/me/sessions')).status).toBe(401)
  const { items } = (await call('GET', '/users/me/sessions', accessToken)).body
  expect(items).toHaveLength(2)
  expect(items.find(({ current }: { current: boolean }) => !current)).toMatchObject({
    device: { browser: 'Firefox', system: 'Linux' },
    address: '127.0.0.1',
    method: 'password',
    secondFactor: false,
    organization: { name: body.organizationName },
  })
})

test('one session is ended: 401, 404 for somebody else’s, then it is over at once', async () => {
  const body = somebody()
  const mine = await register(body)
  const stranger = await register()
  const { email, password } = body
  const other = (await call('POST', '/auth/login', undefined, { email, password })).body
  const list = (await call('GET', '/users/me/sessions', mine.accessToken)).body.items
  const id = list.find(({ current }: { current: boolean }) => !current).id
  expect((await call('DELETE', `/users/me/sessions/${id}`)).status).toBe(401)
  expect(await call('DELETE', `/users/me/sessions/${id}`, stranger.accessToken)).toMatchObject({
    status: 404,
    body: { code: 'session_not_found' },
  })
  expect(await statusOf(other.accessToken)).toBe(200)
  expect((await call('DELETE', `/users/me/sessions/${id}`, mine.accessToken)).status).toBe(204)
  expect(await statusOf(other.accessToken)).toBe(401)
  expect((await call('DELETE', `/users/me/sessions/${id}`, mine.accessToken)).status).toBe(404)
})

test('all others, or all sessions are ended', async () => {
  const body = somebody()
  const mine = await register(body)
  const { email, password } = body
  const logIn = async () =>
    (await call('POST', '/auth/login', undefined, { email, password })).body.accessToken
  const others = [await logIn(), await logIn()]
  expect((await call('DELETE', '/users/me/sessions')).status).toBe(401)
  expect((await call('DELETE', '/users/me/sessions?except=current', mine.accessToken)).body).toEqual({
    ended: 2,
  })
  for (const token of others) await expect.poll(() => statusOf(token)).toBe(401)
  expect(await statusOf(mine.accessToken)).toBe(200)
  expect((await call('DELETE', '/users/me/sessions', mine.accessToken)).body).toEqual({ ended: 1 })
  expect(await statusOf(mine.accessToken)).toBe(401)
})
