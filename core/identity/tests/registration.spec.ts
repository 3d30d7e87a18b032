import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdentityDatabase, somebody, startHost, tokenIn } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let immediate: Awaited<ReturnType<typeof startHost>>
let verified: Awaited<ReturnType<typeof startHost>>

beforeAll(async () => {
  database = await createIdentityDatabase()
  ;[immediate, verified] = await Promise.all([
    startHost(database),
    startHost(database, undefined, { registration: 'verified' }),
  ])
})
afterAll(async () => {
  await Promise.all([immediate.stop(), verified.stop()])
  await database.drop()
})

const post = (host: typeof immediate, path: string, body: object) =>
  host.call(`/api/v1${path}`, { method: 'POST', body })
const subjectsTo = (email: string) => verified.mailsTo(email).map(({ subject }) => subject)

test('who comes first of all begins at once, also where addresses are proven', async () => {
  expect((await post(verified, '/auth/register', somebody())).status).toBe(201)
  expect((await post(verified, '/auth/register', somebody())).status).toBe(202)
})

test('where addresses are proven first, a taken one is answered like a free one, header by header', async () => {
  const taken = somebody()
  expect((await post(immediate, '/auth/register', taken)).status).toBe(201)
  const free = somebody()
  const [one, other] = await Promise.all([
    post(verified, '/auth/register', { ...taken, password: 'another long phrase' }),
    post(verified, '/auth/register', free),
  ])
  for (const answer of [one, other])
    expect([answer.status, answer.body]).toEqual([202, { status: 'verify_email' }])
  expect([...one.headers.keys()]).toEqual([...other.headers.keys()])
  expect(one.headers.get('set-cookie')).toBeNull()
  await expect.poll(() => subjectsTo(taken.email)).toEqual(['You have an account already'])
  await expect.poll(() => subjectsTo(free.email)).toEqual(['Complete your registration'])
  const { rows } = await database.admin.query('select 1 from platform.users where email = $1', [free.email])
  expect(rows).toEqual([])
  const { email, password } = taken
  expect((await post(verified, '/auth/login', { email, password })).status).toBe(200)
})

test('the mailed link and the chosen password make the account, once of several at the same time', async () => {
  const body = somebody()
  await post(verified, '/auth/register', body)
  await expect.poll(() => subjectsTo(body.email)).toHaveLength(1)
  const token = tokenIn(verified.mailsTo(body.email))
  const { password } = body
  // Somebody else chose the password, and the owner of the address opens the link.
  const wrong = await post(verified, '/auth/confirm-registration', { token, password: 'what could it be' })
  expect([wrong.status, wrong.body.code]).toEqual([400, 'password_wrong'])
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post(verified, '/auth/confirm-registration', { token, password })),
  )
  const made = answers.filter(({ status }) => status === 201)
  expect(made).toHaveLength(1)
  expect(made[0]?.body).toMatchObject({
    user: { email: body.email, emailVerified: true },
    organization: { name: body.organizationName },
  })
  const again = await post(verified, '/auth/confirm-registration', { token, password })
  expect(again.body.code).toBe('token_invalid')
})

test('the password of a pending registration is no more in the database than any other, nor is the token', async () => {
  const body = somebody()
  await post(verified, '/auth/register', body)
  await expect.poll(() => subjectsTo(body.email)).toHaveLength(1)
  const { rows } = await database.admin.query('select t::text as row from platform.pending_registrations t')
  const stored = JSON.stringify(rows)
  expect(stored).toContain('$argon2id$')
  expect(stored).not.toContain(body.password)
  expect(stored).not.toContain(tokenIn(verified.mailsTo(body.email)))
})

test('nobody fills a mailbox by registering its address', async () => {
  const body = somebody()
  await post(immediate, '/auth/register', body)
  for (let count = 0; count < 7; count += 1) await post(verified, '/auth/register', body)
  await expect.poll(() => subjectsTo(body.email).length).toBe(5)
})

test('who tries many addresses learns of ten at most, from then on all look alike', async () => {
  const known = somebody()
  await post(immediate, '/auth/register', known)
  await database.admin.query(`delete from platform.sign_in_failures where key like 'register %'`)
  for (let count = 0; count < 10; count += 1)
    expect((await post(immediate, '/auth/register', known)).status).toBe(202)
  expect((await post(immediate, '/auth/register', somebody())).status).toBe(202)
  await database.admin.query(`delete from platform.sign_in_failures where key like 'register %'`)
  expect((await post(immediate, '/auth/register', somebody())).status).toBe(201)
})
