import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKeyToken, hashSecret } from '../../access/api-keys/api-key-token.ts'
import { timeRatio } from './_alike.ts'
import { createIdentityDatabase, somebody, startHost, tokenIn } from './_identity.ts'

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

const post = (path: string, body: object, token?: string) =>
  host.call(`/api/v1${path}`, { method: 'POST', body, token })
const me = (token?: string) => host.call('/api/v1/users/me', { token })
const lastMail = (email: string) => host.mailsTo(email).at(-1)

async function register(changes: object = {}) {
  const body = somebody(changes)
  const answer = await post('/auth/register', body)
  expect(answer.status).toBe(201)
  return { ...body, token: answer.body.accessToken as string, userId: answer.body.user.id as string }
}
const logIn = ({ email, password }: { email: string; password: string }) =>
  post('/auth/login', { email, password })

/** Asks for a new password and waits for the mail, which comes after the answer. */
async function resetToken(email: string): Promise<string> {
  const links = () => host.mailsTo(email).filter(({ text }) => text.includes('/reset-password#')).length
  const before = links()
  expect((await post('/auth/forgot-password', { email })).status).toBe(202)
  await expect.poll(links).toBe(before + 1)
  return tokenIn(host.mailsTo(email))
}

test('registering mails a link that proves the address, once', async () => {
  const person = await register()
  expect((await me(person.token)).body.user.emailVerified).toBe(false)
  const token = tokenIn(host.mailsTo(person.email))
  expect((await post('/auth/verify-email', { token })).status).toBe(204)
  expect((await me(person.token)).body.user.emailVerified).toBe(true)
  expect(await post('/auth/verify-email', { token })).toMatchObject({
    status: 400,
    body: { code: 'token_invalid' },
  })
})

test('the link can be asked for again: 401, then a new one, and the old one is worth nothing', async () => {
  const person = await register()
  const old = tokenIn(host.mailsTo(person.email))
  expect((await post('/users/me/email-verification', {})).status).toBe(401)
  expect((await post('/users/me/email-verification', {}, person.token)).status).toBe(202)
  const fresh = tokenIn(host.mailsTo(person.email))
  expect((await post('/auth/verify-email', { token: old })).status).toBe(400)
  expect((await post('/auth/verify-email', { token: fresh })).status).toBe(204)
})

test('an unknown e-mail is answered like a known one, and nobody is mailed', async () => {
  const known = await register()
  const answers = await Promise.all(
    [known.email, 'nobody@example.com'].map((email) => post('/auth/forgot-password', { email })),
  )
  const alike = { status: 202, body: { accepted: true } }
  expect(answers).toMatchObject([alike, alike])
  await expect.poll(() => lastMail(known.email)?.subject).toBe('Choose a new password')
  expect(host.mailsTo('nobody@example.com')).toEqual([])
  const people = await Promise.all(Array.from({ length: 8 }, () => register()))
  const forget = (email: string) => post('/auth/forgot-password', { email })
  const ratio = await timeRatio(
    (round) => forget(people[round + 1]?.email ?? ''),
    (round) => forget(`nobody-${round}@example.com`),
    7,
  )
  expect(ratio).toBeGreaterThan(0.3)
  expect(ratio).toBeLessThan(3)
})

test('a link for a new password that is used fifty times at once works once, and ends all sessions', async () => {
  const person = await register()
  const token = await resetToken(person.email)
  const passwords = Array.from({ length: 50 }, (_, index) => `quiet river stone ${index}`)
  const answers = await Promise.all(
    passwords.map((password) => post('/auth/reset-password', { token, password })),
  )
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'token_invalid')).toHaveLength(49)
  const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? ''
  expect((await logIn({ email: person.email, password: winner })).status).toBe(200)
  expect((await logIn(person)).status).toBe(401)
  await expect.poll(async () => (await me(person.token)).status).toBe(401)
  await expect.poll(() => lastMail(person.email)?.subject).toBe('Your password was changed')
})

test('an expired link and one for another purpose are refused', async () => {
  const person = await register()
  const verification = tokenIn(host.mailsTo(person.email))
  const password = 'quiet river stone'
  expect((await post('/auth/reset-password', { token: verification, password })).status).toBe(400)
  const token = await resetToken(person.email)
  await database.admin.query(
    `update platform.account_tokens set expires_at = now() where user_id = $1 and purpose = 'reset-password'`,
    [person.userId],
  )
  expect((await post('/auth/reset-password', { token, password })).status).toBe(400)
})

test('a reset lifts the lock that guessing put on the account', async () => {
  const person = await register()
  for (let count = 0; count < 11; count += 1) await logIn({ ...person, password: 'wrong horse' })
  expect((await logIn(person)).status).toBe(429)
  const token = await resetToken(person.email)
  expect((await post('/auth/reset-password', { token, password: 'quiet river stone' })).status).toBe(204)
  expect((await logIn({ ...person, password: 'quiet river stone' })).status).toBe(200)
})

test('whoever registered an address that was not theirs keeps no door when its owner comes', async () => {
  const squatted = await register()
  await database.admin.query(
    `insert into platform.external_identities (provider, subject, user_id) values ('google', $1::uuid::text, $1)`,
    [squatted.userId],
  )
  const token = await resetToken(squatted.email)
  await post('/auth/reset-password', { token, password: 'quiet river stone' })
  const { rowCount } = await database.admin.query(
    'select from platform.external_identities where user_id = $1',
    [squatted.userId],
  )
  expect(rowCount).toBe(0)
})

test.each(['password1', 'Qwertyuiop', 'person'])(
  'the common password %s is refused by name',
  async (start) => {
    const body = somebody()
    const password = start === 'person' ? body.email : start
    expect(await post('/auth/register', { ...body, password })).toMatchObject({
      status: 400,
      body: { code: 'password_too_common', fields: [{ field: 'password' }] },
    })
  },
)

test('changing the password: 401, the present one is needed, other sessions end, and the person hears of it', async () => {
  const person = await register()
  const other = (await logIn(person)).body.accessToken
  const change = (body: object, token?: string) =>
    host.call('/api/v1/users/me/password', { method: 'PUT', body, token })
  const password = 'quiet river stone'
  expect((await change({ password })).status).toBe(401)
  expect(await change({ password, currentPassword: 'wrong horse' }, person.token)).toMatchObject({
    status: 400,
    body: { code: 'password_wrong', fields: [{ field: 'currentPassword' }] },
  })
  expect((await change({ password }, person.token)).status).toBe(400)
  const guessable = { password: person.organizationName, currentPassword: person.password }
  expect((await change(guessable, person.token)).body.code).toBe('password_too_common')
  expect((await change({ password, currentPassword: person.password }, person.token)).status).toBe(204)
  expect((await me(person.token)).status).toBe(200)
  await expect.poll(async () => (await me(other)).status).toBe(401)
  expect((await logIn({ ...person, password })).status).toBe(200)
  await expect.poll(() => lastMail(person.email)?.subject).toBe('Your password was changed')
})

test('the present password cannot be guessed at an open session', async () => {
  const person = await register()
  const guess = () =>
    host.call('/api/v1/users/me/password', {
      method: 'PUT',
      body: { password: 'quiet river stone', currentPassword: 'wrong horse' },
      token: person.token,
    })
  const answers = await Promise.all(Array.from({ length: 12 }, guess))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
})

test('the e-mail changes when both addresses confirm, in either order, and the old one is told', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const person = await register()
    const email = `new-${person.email}`
    const body = { email, currentPassword: person.password }
    expect((await post('/users/me/email', body)).status).toBe(401)
    expect((await post('/users/me/email', body, person.token)).status).toBe(202)
    const tokens = [tokenIn(host.mailsTo(person.email)), tokenIn(host.mailsTo(email))]
    const confirm = (index: number) => post('/auth/confirm-email-change', { token: tokens[index] })
    expect((await confirm(order[0])).body).toEqual({ changed: false })
    expect((await confirm(order[0])).status).toBe(400)
    expect((await me(person.token)).body.user.email).toBe(person.email)
    expect((await confirm(order[1])).body).toEqual({ changed: true })
    await expect
      .poll(async () => (await me(person.token)).body.user)
      .toMatchObject({ email, emailVerified: true })
    await expect.poll(() => lastMail(person.email)?.subject).toBe('Your e-mail address was changed')
    expect((await logIn({ ...person, email })).status).toBe(200)
  }
})

test('a taken e-mail is answered like a free one, in one’s own mailbox, too; one that is taken meanwhile is refused at the end', async () => {
  const [person, other] = [await register(), await register()]
  const taken = { email: other.email, currentPassword: person.password }
  await me(person.token)
  const change = async (email: string) => {
    const mails = host.mailsTo(person.email).length
    host.queries.length = 0
    const { status, body } = await post('/users/me/email', { ...taken, email }, person.token)
    const statements = [...host.queries]
    await expect.poll(() => host.mailsTo(person.email)).toHaveLength(mails + 1)
    return { status, body, statements, told: lastMail(person.email)?.subject }
  }
  const answers = [await change('free@example.com'), await change(other.email)]
  expect(answers[0]).toMatchObject({ status: 202, body: { accepted: true } })
  expect(answers[1]).toEqual(answers[0])
  await expect
    .poll(() => lastMail(other.email)?.subject)
    .toBe('Your address was asked for by another account')
  // The asker's own agreement is worth nothing without the other one.
  const agreed = await post('/auth/confirm-email-change', { token: tokenIn(host.mailsTo(person.email)) })
  expect(agreed.body).toEqual({ changed: false })
  for (let count = 0; count < 6; count += 1) await post('/users/me/email', taken, person.token)
  expect(host.mailsTo(other.email).filter(({ subject }) => subject.startsWith('Your address'))).toHaveLength(
    5,
  )
  const late = somebody()
  await post('/users/me/email', { ...taken, email: late.email }, person.token)
  const tokens = [tokenIn(host.mailsTo(person.email)), tokenIn(host.mailsTo(late.email))]
  await post('/auth/register', late)
  await post('/auth/confirm-email-change', { token: tokens[0] })
  expect(await post('/auth/confirm-email-change', { token: tokens[1] })).toMatchObject({
    status: 409,
    body: { code: 'email_taken' },
  })
})

test('PATCH users/me: 401, then name, language and time zone; the session knows at once', async () => {
  const person = await register()
  const patch = (body: object, token?: string) =>
    host.call('/api/v1/users/me', { method: 'PATCH', body, token })
  expect((await patch({ fullName: 'X' })).status).toBe(401)
  expect(await patch({ timeZone: 'Mars/Olympus' }, person.token)).toMatchObject({
    status: 400,
    body: { fields: [{ field: 'timeZone' }] },
  })
  expect(await patch({ email: 'x@example.com' }, person.token)).toMatchObject({
    status: 400,
    body: { fields: [{ field: 'email' }] },
  })
  const changed = { fullName: 'منى فاروق', language: 'ar', timeZone: 'Africa/Cairo' }
  expect((await patch(changed, person.token)).body.user).toMatchObject(changed)
  expect((await patch({ language: null, timeZone: null }, person.token)).body.user).toMatchObject({
    fullName: 'منى فاروق',
    language: 'en',
    timeZone: 'UTC',
  })
  await post('/auth/forgot-password', { email: person.email })
  await patch({ language: 'ar' }, person.token)
  await post('/users/me/email-verification', {}, person.token)
  await expect.poll(() => lastMail(person.email)?.html).toContain('dir="rtl"')
})

test('links in mails lead to the configured origin, whatever Host header a request has', async () => {
  const person = await register()
  await fetch(`${host.url}/api/v1/auth/forgot-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-host': 'evil.example' },
    body: JSON.stringify({ email: person.email }),
  })
  await expect.poll(() => lastMail(person.email)?.subject).toBe('Choose a new password')
  expect(lastMail(person.email)?.text).toContain('https://wasla.example.com/admin/reset-password#token=')
})

test('an operator who acts as a person, and a program’s key, keep their hands off the account', async () => {
  const person = await register()
  const operator = await register()
  await database.admin.query('update platform.sessions set impersonated_by = $2 where user_id = $1', [
    person.userId,
    operator.userId,
  ])
  const body = { currentPassword: person.password, password: 'quiet river stone' }
  const change = await host.call('/api/v1/users/me/password', { method: 'PUT', body, token: person.token })
  expect(change).toMatchObject({ status: 403, body: { code: 'not_while_impersonating' } })
  const key = createApiKeyToken()
  await database.admin.query(
    `begin; select set_config('app.organization_id', organization_id::text, true) from platform.memberships where user_id = '${operator.userId}';
     insert into platform.api_keys (organization_id, public_id, secret_hash, name, permissions)
     select organization_id, '${key.publicId}', '\\x${hashSecret(key.secret).toString('hex')}', 'key', '{platform.settings.read}'
     from platform.memberships where user_id = '${operator.userId}'; commit`,
  )
  const byKey = await host.call('/api/v1/users/me/password', { method: 'PUT', body, token: key.text })
  expect(byKey).toMatchObject({ status: 403, body: { code: 'not_for_api_keys' } })
  const required = await host.call('/api/v1/organization/second-factor', { token: key.text })
  expect(required).toMatchObject({ status: 403, body: { code: 'person_needed' } })
})

test('the present e-mail is no change', async () => {
  const person = await register()
  const body = { email: person.email, currentPassword: person.password }
  expect((await post('/users/me/email', body, person.token)).body.code).toBe('email_unchanged')
})
