import { afterAll, beforeAll, expect, test } from 'vitest'
import { timeRatio } from './_alike.ts'
import { createIdentityDatabase, somebody, startHost } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>
const created: object[] = []

beforeAll(async () => {
  database = await createIdentityDatabase()
  host = await startHost(database, undefined, {
    onOrganizationCreated: async (organization) => {
      created.push(organization)
      throw new Error('The first modules do not start')
    },
  })
})
afterAll(async () => {
  await host.stop()
  await database.drop()
})

const register = (body: object) => host.call('/api/v1/auth/register', { method: 'POST', body })
const logIn = (body: object, headers = {}) =>
  host.call('/api/v1/auth/login', { method: 'POST', body, headers })
const me = (token?: string) => host.call('/api/v1/users/me', { token })

test('registering creates organization, owner and session, and a failing first module spoils nothing', async () => {
  const body = somebody({ email: ' Mona.Farouk@Example.com ' })
  const answer = await register(body)
  expect(answer).toMatchObject({
    status: 201,
    body: {
      user: { email: 'mona.farouk@example.com', fullName: body.fullName, language: 'en' },
      organization: { name: body.organizationName, slug: null, defaultLanguage: 'en', timeZone: 'UTC' },
      accessToken: expect.stringMatching(/^wsl_[\w-]{43}$/),
    },
  })
  const minutes = (time: string) => (Date.parse(time) - Date.now()) / 60_000
  expect(minutes(answer.body.expiresAt)).toBeCloseTo(15, 0)
  expect(minutes(answer.body.refreshExpiresAt) / 1440).toBeCloseTo(30, 1)
  expect(created).toEqual([{ organizationId: answer.body.organization.id, userId: answer.body.user.id }])
  expect((await me(answer.body.accessToken)).body).toEqual({
    user: answer.body.user,
    organization: answer.body.organization,
    role: 'owner',
  })
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('neither the token nor the password is anywhere in the database', async () => {
  const body = somebody({ password: 'a very secret password' })
  const { accessToken } = (await register(body)).body
  const { rows } = await database.admin.query(
    `select s::text || u::text as everything from platform.sessions s join platform.users u on u.id = s.user_id where u.email = $1`,
    [body.email],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0].everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  expect(rows[0].everything).not.toContain(accessToken)
  expect(rows[0].everything).not.toContain(body.password)
})

test('an e-mail is taken once, whatever its case, also by two at the same moment', async () => {
  const body = somebody()
  const both = await Promise.all([register(body), register({ ...body, email: body.email.toUpperCase() })])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 202])
  expect(both.find(({ status }) => status === 202)?.body).toEqual({ status: 'verify_email' })
  await expect
    .poll(() => host.mailsTo(body.email).map(({ subject }) => subject))
    .toContain('You have an account already')
  const { rows } = await database.admin.query(
    'select count(*)::int as organizations from platform.organizations where name = $1',
    [body.organizationName],
  )
  expect(rows[0].organizations).toBe(1)
})

test.each([
  ['password', { password: 'short' }],
  ['password', { password: 'x'.repeat(129) }],
  ['password', { password: ' '.repeat(10) }],
  ['email', { email: 'not an address' }],
  ['fullName', { fullName: 'nul\u0000here' }],
  ['organizationName', { organizationName: '   ' }],
  ['role', { role: 'owner' }],
])('a registration with a bad %s is refused by name', async (field, changes) => {
  expect(await register(somebody(changes))).toMatchObject({
    status: 400,
    body: { code: 'validation_failed', fields: [{ field }] },
  })
})

test('a password counts as it was typed: of 8 signs or 128, with spaces and in any script, every sign of it', async () => {
  const long = `  Ünïcødé 🔑 كلمة مرور طويلة Ab ${'x'.repeat(128)}`.slice(0, 128)
  for (const password of ['kx7#vQ2p', 'correct horse '.repeat(5).slice(0, 64), long])
    expect((await register(somebody({ password }))).status, password).toBe(201)
  expect((await register(somebody({ password: 'kx7#vQ2' }))).status).toBe(400)
  const body = somebody({ password: long })
  await register(body)
  const tries = [long, `${long.slice(0, -1)}y`, long.slice(0, -1), long.toLowerCase(), long.trim()]
  const statuses = []
  for (const password of tries) statuses.push((await logIn({ email: body.email, password })).status)
  expect(statuses).toEqual([200, 401, 401, 401, 401])
})

test('signing in: wrong password and unknown e-mail are one answer; the right one is a session', async () => {
  const body = somebody()
  await register(body)
  const wrong = await logIn({ email: body.email, password: 'wrong horse' })
  const unknown = await logIn({ email: 'nobody@example.com', password: 'wrong horse' })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
  expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' })
  const right = await logIn({ email: body.email.toUpperCase(), password: body.password })
  expect(right).toMatchObject({
    status: 200,
    body: { user: { email: body.email }, organization: { name: body.organizationName } },
  })
  expect((await me(right.body.accessToken)).status).toBe(200)
})

test('an unknown e-mail takes as long as a wrong password', async () => {
  const body = somebody()
  await register(body)
  const guess = (email: string) => logIn({ email, password: 'wrong horse' })
  const ratio = await timeRatio(
    () => guess(`nobody-${crypto.randomUUID()}@example.com`),
    () => guess(body.email),
    7,
  )
  expect(ratio).toBeGreaterThan(0.4)
  expect(ratio).toBeLessThan(2.5)
})

test('an account without a password cannot be entered with the decoy of unknown accounts', async () => {
  const body = somebody()
  await register(body)
  await database.admin.query('update platform.users set password_hash = null where email = $1', [body.email])
  expect((await logIn({ email: body.email, password: 'no account has this password' })).status).toBe(401)
})

test('whoever belongs to several organizations chooses among their own', async () => {
  const [mine, other] = [somebody(), somebody()]
  const first = (await register(mine)).body
  const foreign = (await register(other)).body
  const { rows } = await database.admin.query(
    `insert into platform.organizations (name) values ('Second') returning id`,
  )
  await database.admin.query(
    `insert into platform.memberships (organization_id, user_id, role) values ($1, $2, 'agent')`,
    [rows[0].id, first.user.id],
  )
  const credentials = { email: mine.email, password: mine.password }
  expect((await logIn(credentials)).body.organization.id).toBe(first.organization.id)
  const second = await logIn({ ...credentials, organizationId: rows[0].id })
  expect((await me(second.body.accessToken)).body).toMatchObject({
    organization: { name: 'Second' },
    role: 'agent',
  })
  expect(await logIn({ ...credentials, organizationId: foreign.organization.id })).toMatchObject({
    status: 403,
    body: { code: 'not_a_member' },
  })
  await database.admin.query(`update platform.organizations set status = 'suspended' where id = $1`, [
    rows[0].id,
  ])
  expect((await logIn({ ...credentials, organizationId: rows[0].id })).status).toBe(403)
})

test('guessing is slowed down per address and e-mail, also when all guesses come at once', async () => {
  const body = somebody()
  await register(body)
  const guesses = await Promise.all(
    Array.from({ length: 14 }, () => logIn({ email: body.email, password: 'wrong horse' })),
  )
  expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
  const refused = guesses.find(({ status }) => status === 429)
  expect(refused?.body.code).toBe('too_many_attempts')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800)
  expect((await logIn({ email: body.email, password: body.password })).status).toBe(429)
})

test('users/me opens 401; a token that is not one, expired or of a removed member is nobody', async () => {
  expect((await me()).status).toBe(401)
  expect((await me('wsl_nonsense')).status).toBe(401)
  expect((await me(`wsl_${'A'.repeat(43)}`)).headers.get('www-authenticate')).toBe('Bearer')
  const expired = (await register(somebody())).body
  await database.admin.query(`update platform.sessions set expires_at = now() where user_id = $1`, [
    expired.user.id,
  ])
  expect((await me(expired.accessToken)).status).toBe(401)
  const removed = (await register(somebody())).body
  await database.admin.query('delete from platform.memberships where user_id = $1', [removed.user.id])
  expect((await me(removed.accessToken)).status).toBe(401)
})

test('the cookie signs in too, but a write with it must come from a page of ours', async () => {
  const answer = await register(somebody())
  const setCookie = answer.headers.get('set-cookie') ?? ''
  expect(setCookie).toMatch(/^wasla=wsl_[\w-]+; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
  const cookie = setCookie.split(';', 1)[0] ?? ''
  const withCookie = (path: string, method: string, headers = {}) =>
    host.call(path, { method, headers: { cookie, ...headers } })
  expect((await withCookie('/api/v1/users/me', 'GET')).status).toBe(200)
  const logout = (headers = {}) => withCookie('/api/v1/auth/logout', 'POST', headers)
  expect(await logout()).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } })
  expect((await logout({ origin: 'https://evil.example.com' })).status).toBe(403)
  expect((await logout({ origin: 'null' })).status).toBe(403)
  const left = await logout({ origin: host.url })
  expect(left.status).toBe(204)
  expect(left.headers.get('set-cookie')).toMatch(/^wasla=; Expires=Thu, 01 Jan 1970/)
  expect((await withCookie('/api/v1/users/me', 'GET')).status).toBe(401)
})

test('behind https the cookie is a __Host- cookie', async () => {
  const secure = await startHost(
    database,
    [],
    { publicUrl: 'https://wasla.example.com' },
    {
      config: {
        publicUrl: 'https://wasla.example.com',
        trustProxy: [],
        corsOrigins: [],
        bodyLimit: 1024,
        rateLimit: { perAddress: 0, perOrganization: 0 },
      },
    },
  )
  const answer = await secure.call('/api/v1/auth/register', { method: 'POST', body: somebody() })
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-wasla=.*; Path=\/; .*; Secure$/)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age')
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const headers = { cookie, origin: 'https://wasla.example.com' }
  expect((await secure.call('/api/v1/auth/logout', { method: 'POST', headers })).status).toBe(204)
  await secure.stop()
})
