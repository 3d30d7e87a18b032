import { TOTP, URI } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CodeChannel } from '../second-factor/code-channel.ts'
import { createIdentityDatabase, somebody, startHost, tokenIn } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>
const messages: { userId: string; code: string }[] = []
const lofts = new Set<string>()

/** A deployment's own channel. */
const pigeons: CodeChannel = {
  name: 'pigeon',
  reaches: async (userId) => lofts.has(userId),
  send: async ({ userId }, code) => void messages.push({ userId, code }),
}

beforeAll(async () => {
  database = await createIdentityDatabase()
  host = await startHost(database, undefined, { codeChannels: [pigeons] })
})
afterAll(async () => {
  await host.stop()
  await database.drop()
})

const call = (method: string, path: string, token?: string, body?: object) =>
  host.call(`/api/v1${path}`, { method, token, body })
const post = (path: string, body: object, token?: string) => call('POST', path, token, body)

async function register() {
  const body = somebody()
  const { accessToken, user, organization } = (await post('/auth/register', body)).body
  return { ...body, token: accessToken as string, userId: user.id as string, organizationId: organization.id }
}
type Person = Awaited<ReturnType<typeof register>>
const logIn = ({ email, password }: Person) => post('/auth/login', { email, password })

/** Codes of the steps to come: the present one may be used up already. */
function codesOf(uri: string) {
  const totp = URI.parse(uri) as TOTP
  let step = TOTP.counter({ period: 30 }) - 2
  return () => {
    step += 1
    return totp.generate({ timestamp: step * 30_000 })
  }
}

async function protect(person: Person) {
  const setup = await post('/users/me/second-factor/totp', { currentPassword: person.password }, person.token)
  expect(setup.status).toBe(200)
  const nextCode = codesOf(setup.body.uri)
  const confirmed = await post('/users/me/second-factor/totp/confirm', { code: nextCode() }, person.token)
  expect(confirmed.status).toBe(200)
  return { nextCode, backupCodes: confirmed.body.backupCodes as string[] }
}

const pendingOf = async (person: Person) => {
  const answer = await logIn(person)
  expect(answer.status).toBe(202)
  return answer.body.secondFactor as { token: string; methods: string[] }
}
const answer = (token: string, method: string, code: string) =>
  post('/auth/second-factor', { token, method, code })

test('an authenticator app is set up: 401, the password, a right first code, ten backup codes', async () => {
  const person = await register()
  expect((await post('/users/me/second-factor/totp', {})).status).toBe(401)
  expect((await post('/users/me/second-factor/totp', {}, person.token)).body.code).toBe('password_wrong')
  const setup = (
    await post('/users/me/second-factor/totp', { currentPassword: person.password }, person.token)
  ).body
  expect(setup.uri).toContain(`otpauth://totp/Wasla:${encodeURIComponent(person.email)}`)
  // Not on before its first code.
  expect((await logIn(person)).status).toBe(200)
  expect((await post('/users/me/second-factor/totp/confirm', { code: '000000' }, person.token)).status).toBe(
    400,
  )
  const { body } = await post(
    '/users/me/second-factor/totp/confirm',
    { code: codesOf(setup.uri)() },
    person.token,
  )
  expect(new Set(body.backupCodes).size).toBe(10)
  expect((await call('GET', '/users/me/second-factor')).status).toBe(401)
  expect((await call('GET', '/users/me/second-factor', person.token)).body).toEqual({
    totp: true,
    phone: false,
    backupCodesLeft: 10,
    passkeys: 0,
    required: false,
  })
  expect(
    (await post('/users/me/second-factor/totp', { currentPassword: person.password }, person.token)).body
      .code,
  ).toBe('totp_present')
})

test('neither the secret nor the backup codes can be read in the database', async () => {
  const person = await register()
  const setup = (
    await post('/users/me/second-factor/totp', { currentPassword: person.password }, person.token)
  ).body
  const { body } = await post(
    '/users/me/second-factor/totp/confirm',
    { code: codesOf(setup.uri)() },
    person.token,
  )
  const { rows } = await database.admin.query(
    `select t::text || string_agg(b::text, ' ') as everything
     from platform.totp_secrets t join platform.backup_codes b using (user_id) where user_id = $1 group by t.*`,
    [person.userId],
  )
  expect(rows[0].everything).not.toContain(setup.secret)
  for (const code of body.backupCodes) expect(rows[0].everything).not.toContain(code.replaceAll('-', ''))
})

test('what stands between password and session is no session', async () => {
  const person = await register()
  const { nextCode } = await protect(person)
  const pending = await pendingOf(person)
  expect(pending.methods).toEqual(['totp', 'backup-code'])
  expect((await call('GET', '/users/me', pending.token)).status).toBe(401)
  expect((await post('/auth/refresh', { refreshToken: pending.token })).status).toBe(401)
  expect(await answer(pending.token, 'totp', '000000')).toMatchObject({
    status: 401,
    body: { code: 'second_factor_wrong' },
  })
  const signedIn = await answer(pending.token, 'totp', nextCode())
  expect(signedIn).toMatchObject({ status: 200, body: { user: { email: person.email } } })
  expect(signedIn.headers.get('set-cookie')).toContain('HttpOnly')
  expect((await call('GET', '/users/me', signedIn.body.accessToken)).status).toBe(200)
  // Used up.
  expect((await answer(pending.token, 'totp', nextCode())).body.code).toBe('second_factor_expired')
})

test('no code works twice, not even in several sign-ins at once, nor one before it', async () => {
  const person = await register()
  const { nextCode } = await protect(person)
  const code = nextCode()
  const pending = await Promise.all(Array.from({ length: 9 }, () => pendingOf(person)))
  const answers = await Promise.all(pending.map(({ token }) => answer(token, 'totp', code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await answer((await pendingOf(person)).token, 'totp', code)).status).toBe(401)
})

test('a backup code works once, and new ones replace the old', async () => {
  const person = await register()
  const { backupCodes } = await protect(person)
  const [first = '', second = ''] = backupCodes
  const typed = first.toUpperCase().replaceAll('-', ' ')
  const used = await answer((await pendingOf(person)).token, 'backup-code', typed)
  expect(used.status).toBe(200)
  expect((await answer((await pendingOf(person)).token, 'backup-code', first)).status).toBe(401)
  expect((await post('/users/me/second-factor/backup-codes', {})).status).toBe(401)
  const renewed = await post(
    '/users/me/second-factor/backup-codes',
    { currentPassword: person.password },
    used.body.accessToken,
  )
  expect(renewed.body.backupCodes).toHaveLength(10)
  expect((await answer((await pendingOf(person)).token, 'backup-code', second)).status).toBe(401)
})

test('five wrong codes end the attempt, and the account is slowed down whatever begins anew', async () => {
  const person = await register()
  const { nextCode } = await protect(person)
  const pending = await pendingOf(person)
  for (let count = 0; count < 5; count += 1) await answer(pending.token, 'totp', '000000')
  expect((await answer(pending.token, 'totp', nextCode())).body.code).toBe('second_factor_expired')
  const again = await pendingOf(person)
  const guesses = await Promise.all(Array.from({ length: 5 }, () => answer(again.token, 'totp', '000000')))
  expect(guesses.every(({ status }) => status === 401)).toBe(true)
  expect((await answer((await pendingOf(person)).token, 'totp', nextCode())).status).toBe(429)
})

test('an organization that requires a second factor ends what is signed in without; a code by mail signs in', async () => {
  const person = await register()
  expect((await call('PUT', '/organization/second-factor', undefined, { required: true })).status).toBe(401)
  expect((await call('PUT', '/organization/second-factor', person.token, { required: true })).body.code).toBe(
    'second_factor_missing',
  )
  const { nextCode } = await protect(person)
  const member = await register()
  await database.admin.query(
    `begin; select set_config('app.organization_id', '${person.organizationId}', true);
     delete from platform.memberships where user_id = '${member.userId}';
     insert into platform.memberships (organization_id, user_id, role) values ('${person.organizationId}', '${member.userId}', 'agent'); commit`,
  )
  const { accessToken } = (await logIn(member)).body
  expect((await call('PUT', '/organization/second-factor', accessToken, { required: false })).status).toBe(
    403,
  )
  expect((await call('PUT', '/organization/second-factor', person.token, { required: true })).body).toEqual({
    required: true,
  })
  await expect.poll(async () => (await call('GET', '/users/me', accessToken)).status).toBe(401)
  expect((await call('GET', '/organization/second-factor', person.token)).body).toEqual({ required: true })
  const pending = await pendingOf(member)
  expect(pending.methods).toEqual(['email'])
  expect((await post('/auth/second-factor/send', { token: pending.token, channel: 'sms' })).body.code).toBe(
    'second_factor_method',
  )
  await post('/auth/second-factor/send', { token: pending.token, channel: 'email' })
  const code = () => /^\d{6}$/m.exec(host.mailsTo(member.email).at(-1)?.text ?? '')?.[0] ?? ''
  const first = code()
  await post('/auth/second-factor/send', { token: pending.token, channel: 'email' })
  const second = code()
  // One in a million is the same twice.
  const refused = first === second ? { status: 401 } : await answer(pending.token, 'email', first)
  expect(refused.status).toBe(401)
  const signedIn = await answer(pending.token, 'email', second)
  expect((await call('GET', '/users/me', signedIn.body.accessToken)).status).toBe(200)
  // The owner's own way in goes by the app.
  expect((await answer((await pendingOf(person)).token, 'totp', nextCode())).status).toBe(200)
})

test('a channel that a deployment adds brings codes, at most three in one sign-in', async () => {
  const person = await register()
  lofts.add(person.userId)
  await database.admin.query(
    'update platform.organizations set second_factor_required = true where id = $1',
    [person.organizationId],
  )
  const pending = await pendingOf(person)
  expect(pending.methods).toEqual(['email', 'pigeon'])
  for (let count = 0; count < 3; count += 1)
    expect((await post('/auth/second-factor/send', { token: pending.token, channel: 'pigeon' })).status).toBe(
      202,
    )
  expect((await post('/auth/second-factor/send', { token: pending.token, channel: 'pigeon' })).status).toBe(
    429,
  )
  const code = messages.findLast(({ userId }) => userId === person.userId)?.code ?? ''
  // It came by pigeon, so it is none of the mail's.
  expect((await answer(pending.token, 'email', code)).status).toBe(401)
  expect((await answer(pending.token, 'pigeon', code)).status).toBe(200)
})

test('removing the app: 401, the password, then a password is enough again, and the person is told', async () => {
  const person = await register()
  await protect(person)
  expect((await post('/users/me/second-factor/totp/remove', {})).status).toBe(401)
  expect((await post('/users/me/second-factor/totp/remove', {}, person.token)).status).toBe(400)
  const body = { currentPassword: person.password }
  expect((await post('/users/me/second-factor/totp/remove', body, person.token)).status).toBe(204)
  expect((await logIn(person)).status).toBe(200)
  await expect.poll(() => host.subjectsTo(person.email)).toContainEqual(expect.stringContaining('removed'))
})

test('backup codes without an app are codes for nothing', async () => {
  const person = await register()
  const body = { currentPassword: person.password }
  expect(await post('/users/me/second-factor/backup-codes', body, person.token)).toMatchObject({
    status: 409,
    body: { code: 'totp_missing' },
  })
})

test('a secret that is shown once is not kept for a repetition of the request', async () => {
  const person = await register()
  const { body } = await host.call('/api/v1/users/me/second-factor/totp', {
    method: 'POST',
    token: person.token,
    body: { currentPassword: person.password },
    headers: { 'idempotency-key': 'once' },
  })
  const { rows } = await database.admin.query(
    'select count(*)::int as kept from platform.idempotency_keys where strpos(body::text, $1) > 0',
    [body.secret],
  )
  expect(rows[0].kept).toBe(0)
})

test('a new password by a mailed link does not go around the second factor', async () => {
  const person = await register()
  await post('/auth/verify-email', { token: tokenIn(host.mailsTo(person.email)) })
  const { nextCode } = await protect(person)
  await post('/auth/forgot-password', { email: person.email })
  await expect
    .poll(() => host.mailsTo(person.email).map(({ subject }) => subject))
    .toContain('Choose a new password')
  const password = 'quiet river stone'
  const token = tokenIn(host.mailsTo(person.email))
  expect((await post('/auth/reset-password', { token, password })).status).toBe(204)
  const pending = await pendingOf({ ...person, password })
  expect((await answer(pending.token, 'totp', nextCode())).status).toBe(200)
})
