import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthenticator, type Authenticator } from './_authenticator.ts'
import { createIdentityDatabase, somebody, startHost } from './_identity.ts'

const ORIGIN = 'https://wasla.example.com'
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

const call = (method: string, path: string, token?: string, body?: object) =>
  host.call(`/api/v1${path}`, { method, token, body })
const post = (path: string, body: object, token?: string) => call('POST', path, token, body)

async function register() {
  const body = somebody()
  const { accessToken, user } = (await post('/auth/register', body)).body
  return { ...body, token: accessToken as string, userId: user.id as string }
}
type Person = Awaited<ReturnType<typeof register>>

const optionsFor = async (person: Person) =>
  (await post('/users/me/passkeys/options', { currentPassword: person.password }, person.token)).body.options

async function addPasskey(person: Person, name: string, authenticator: Authenticator) {
  const credential = authenticator.create(await optionsFor(person))
  return post('/users/me/passkeys', { name, credential }, person.token)
}

async function signIn(authenticator: Authenticator) {
  const { options } = (await post('/auth/passkey/options', {})).body
  return post('/auth/passkey', { credential: authenticator.get(options) })
}

test('a passkey is added: 401, the password, then it signs in without one', async () => {
  const person = await register()
  expect((await post('/users/me/passkeys/options', {})).status).toBe(401)
  expect((await post('/users/me/passkeys/options', {}, person.token)).body.code).toBe('password_wrong')
  const options = await optionsFor(person)
  expect(options).toMatchObject({
    rp: { id: 'wasla.example.com' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const phone = createAuthenticator(ORIGIN)
  expect(
    (await post('/users/me/passkeys', { name: 'Phone', credential: phone.create(options) })).status,
  ).toBe(401)
  expect((await addPasskey(person, 'Phone', phone)).status).toBe(201)
  const signedIn = await signIn(phone)
  expect(signedIn).toMatchObject({ status: 200, body: { user: { email: person.email } } })
  expect((await call('GET', '/users/me/sessions', signedIn.body.accessToken)).body.items[0]).toMatchObject({
    method: 'passkey',
    secondFactor: true,
  })
  await expect.poll(() => host.subjectsTo(person.email)).toContainEqual(expect.stringContaining('passkey'))
})

test('a person has several, names them, and removes one; a stranger can do neither', async () => {
  const [person, stranger] = [await register(), await register()]
  const [phone, laptop] = [createAuthenticator(ORIGIN), createAuthenticator(ORIGIN)]
  const { id } = (await addPasskey(person, 'Phone', phone)).body
  await addPasskey(person, 'Laptop', laptop)
  expect((await optionsFor(person)).excludeCredentials).toHaveLength(2)
  expect((await call('GET', '/users/me/passkeys')).status).toBe(401)
  expect((await call('GET', '/users/me/passkeys', stranger.token)).body.items).toEqual([])
  const rename = (token?: string) => call('PATCH', `/users/me/passkeys/${id}`, token, { name: 'Old phone' })
  expect((await rename()).status).toBe(401)
  expect(await rename(stranger.token)).toMatchObject({ status: 404, body: { code: 'passkey_not_found' } })
  expect((await rename(person.token)).status).toBe(204)
  const remove = ({ password }: Person, token?: string) =>
    post(`/users/me/passkeys/${id}/remove`, { currentPassword: password }, token)
  expect((await remove(person)).status).toBe(401)
  expect((await remove(stranger, stranger.token)).status).toBe(404)
  const { items } = (await call('GET', '/users/me/passkeys', person.token)).body
  expect(items.map(({ name }: { name: string }) => name)).toEqual(['Old phone', 'Laptop'])
  expect((await remove(person, person.token)).status).toBe(204)
  expect((await signIn(phone)).status).toBe(401)
  expect((await signIn(laptop)).status).toBe(200)
})

test('an answer is taken once', async () => {
  const person = await register()
  const phone = createAuthenticator(ORIGIN)
  await addPasskey(person, 'Phone', phone)
  const { options } = (await post('/auth/passkey/options', {})).body
  const credential = phone.get(options)
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('/auth/passkey', { credential })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'passkey_refused')).toHaveLength(9)
})

test('a challenge belongs to the person and purpose it was given for', async () => {
  const [person, other] = [await register(), await register()]
  const phone = createAuthenticator(ORIGIN)
  const stolen = phone.create(await optionsFor(person))
  expect((await post('/users/me/passkeys', { name: 'x', credential: stolen }, other.token)).body.code).toBe(
    'passkey_invalid',
  )
  await addPasskey(person, 'Phone', phone)
  const { challenge } = await optionsFor(person)
  expect(
    (await post('/auth/passkey', { credential: phone.get({ challenge, rpId: 'wasla.example.com' }) })).status,
  ).toBe(401)
})

test.each([
  ['another site', createAuthenticator('https://wasla.example.com.evil.example')],
  ['a device that did not check who holds it', createAuthenticator(ORIGIN, { verifies: false })],
])('a passkey of %s is not accepted', async (_case, authenticator) => {
  expect((await addPasskey(await register(), 'x', authenticator)).body.code).toBe('passkey_invalid')
})

test('a copied device whose counter stands still is refused, and so is an unknown passkey', async () => {
  const person = await register()
  const phone = createAuthenticator(ORIGIN)
  await addPasskey(person, 'Phone', phone)
  await database.admin.query('update platform.passkeys set counter = 1000 where user_id = $1', [
    person.userId,
  ])
  expect((await signIn(phone)).body.code).toBe('passkey_refused')
  expect((await signIn(createAuthenticator(ORIGIN))).status).toBe(401)
})

test('one passkey belongs to one account', async () => {
  const [person, other] = [await register(), await register()]
  const phone = createAuthenticator(ORIGIN)
  await addPasskey(person, 'Phone', phone)
  expect((await addPasskey(other, 'Phone', phone)).body.code).toBe('passkey_invalid')
})

test('nobody hoards passkeys', async () => {
  const person = await register()
  await database.admin.query(
    `insert into platform.passkeys (user_id, credential_id, public_key, counter, transports, name, backed_up)
     select $1, 'hoarded' || n, ''::bytea, 0, '{}', 'x', false from generate_series(1, 20) n`,
    [person.userId],
  )
  const refused = await post('/users/me/passkeys/options', { currentPassword: person.password }, person.token)
  expect(refused).toMatchObject({ status: 409, body: { code: 'too_many_passkeys' } })
})
