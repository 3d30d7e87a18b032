import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quietLog } from '../../http/tests/_server.ts'
import { createIdentity } from '../identity.ts'
import { createIdentityDatabase, createTestMailer, somebody, startHost, testKeyring } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let hosts: Awaited<ReturnType<typeof startHost>>[]

beforeAll(async () => {
  database = await createIdentityDatabase()
  hosts = await Promise.all([startHost(database), startHost(database)])
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
  await database.drop()
})

async function signIn() {
  return (await hosts[0]!.call('/api/v1/auth/register', { method: 'POST', body: somebody() })).body
}

const authenticate = (host: number, token: string) =>
  hosts[host]!.identity.authenticate({
    method: 'GET',
    ip: '127.0.0.1',
    headers: { authorization: `Bearer ${token}` },
  })

test('a session that is known is answered without a query, and without a promise', async () => {
  const { accessToken, user } = await signIn()
  expect(await authenticate(0, accessToken)).toMatchObject({ principal: { id: user.id } })
  const before = hosts[0]!.queries.length
  expect(authenticate(0, accessToken)).toMatchObject({ role: 'owner' })
  expect(hosts[0]!.queries.length).toBe(before)
})

test('many requests with one unknown token ask the database once', async () => {
  const { accessToken } = await signIn()
  const before = hosts[1]!.queries.length
  await Promise.all(Array.from({ length: 50 }, () => authenticate(1, accessToken)))
  // The session, and what its organization says.
  expect(hosts[1]!.queries.length - before).toBe(2)
})

test('logging out on one host ends the session on the other, without waiting for its cache to age', async () => {
  const { accessToken } = await signIn()
  expect(await authenticate(1, accessToken)).not.toBeNull()
  expect((await hosts[0]!.call('/api/v1/auth/logout', { method: 'POST', token: accessToken })).status).toBe(
    204,
  )
  expect(await authenticate(0, accessToken)).toBeNull()
  await expect.poll(() => authenticate(1, accessToken), { timeout: 1000, interval: 10 }).toBeNull()
})

test('guesses at one account count on all hosts together', async () => {
  const person = somebody()
  await hosts[0]!.call('/api/v1/auth/register', { method: 'POST', body: person })
  const guess = (host: number, password: string) =>
    hosts[host]!.call('/api/v1/auth/login', { method: 'POST', body: { email: person.email, password } })
  for (let count = 0; count < 10; count += 1)
    expect((await guess(count % 2, 'not their password')).status).toBe(401)
  const refused = await Promise.all([guess(0, person.password), guess(1, person.password)])
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
    [429, 'too_many_attempts'],
    [429, 'too_many_attempts'],
  ])
})

test('a revocation that nobody heard of counts after two seconds', async () => {
  const { accessToken, user } = await signIn()
  expect(await authenticate(1, accessToken)).not.toBeNull()
  // Without its trigger, so that nobody is told.
  await database.admin.query(
    `begin; set local session_replication_role = replica;
     update platform.sessions set revoked_at = now() where user_id = '${user.id}'; commit`,
  )
  expect(authenticate(1, accessToken)).not.toBeNull()
  await wait(2000)
  expect(await authenticate(1, accessToken)).toBeNull()
})

test('when the listener dies, nothing in memory is believed any more', async () => {
  const { accessToken, user } = await signIn()
  expect(await authenticate(1, accessToken)).not.toBeNull()
  await database.admin.query('update platform.sessions set revoked_at = now() where user_id = $1', [user.id])
  await database.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wasla listener' and datname = current_database()`,
  )
  await expect.poll(() => authenticate(1, accessToken), { timeout: 1500, interval: 10 }).toBeNull()
})

test('a host that cannot listen asks the database every time', async () => {
  const { accessToken, user } = await signIn()
  const { platform, queries } = database.connect()
  const deaf = createIdentity({
    platform,
    url: database.appUrl,
    manifests: () => new Map(),
    log: quietLog,
    mailer: createTestMailer().mailer,
    keyring: testKeyring,
  })
  const ask = () =>
    deaf.authenticate({
      method: 'GET',
      ip: '127.0.0.1',
      headers: { authorization: `Bearer ${accessToken}` },
    })
  expect(await ask()).not.toBeNull()
  const before = queries.length
  expect(await ask()).not.toBeNull()
  expect(queries.length).toBeGreaterThan(before)
  await database.admin.query('update platform.sessions set revoked_at = now() where user_id = $1', [user.id])
  expect(await ask()).toBeNull()
  await deaf.stop()
})

test('on the host that ended a session nothing has to be heard first', async () => {
  const { accessToken } = await signIn()
  const deaf = createIdentity({
    platform: database.connect().platform,
    url: database.appUrl,
    manifests: () => new Map(),
    log: quietLog,
    mailer: createTestMailer().mailer,
    keyring: testKeyring,
  })
  const ask = () =>
    deaf.authenticate({ method: 'GET', ip: '127.0.0.1', headers: { authorization: `Bearer ${accessToken}` } })
  const session = await ask()
  await deaf.endSession(session?.sessionId ?? '')
  expect(await ask()).toBeNull()
})
