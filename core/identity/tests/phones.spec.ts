import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTexter } from '../../sms/create-texter.ts'
import type { TextMessage } from '../../sms/text-message.ts'
import { createIdentityDatabase, somebody, startHost } from './_identity.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>
const texts: TextMessage[] = []

beforeAll(async () => {
  database = await createIdentityDatabase()
  host = await startHost(database, undefined, {
    texter: createTexter({ mailbox: { deliver: async (message) => void texts.push(message) } }),
  })
})
afterAll(async () => {
  await host.stop()
  await database.drop()
})

const call = (method: string, path: string, token?: string, body?: object) =>
  host.call(`/api/v1${path}`, { method, token, body })

async function register() {
  const body = somebody()
  const { accessToken, user } = (await call('POST', '/auth/register', undefined, body)).body
  return { ...body, token: accessToken as string, userId: user.id as string }
}
type Person = Awaited<ReturnType<typeof register>>

let numbers = 0
const someNumber = () => `+2010${String(10_000_000 + (numbers += 1))}`
const codeFor = (number: string) =>
  /\d{6}/.exec(texts.findLast(({ to }) => to === number)?.text ?? '')?.[0] ?? ''

async function addPhone(person: Person, number = someNumber()): Promise<string> {
  const body = { number, currentPassword: person.password }
  const sent = await call('PUT', '/users/me/phone', person.token, body)
  expect(sent.status, JSON.stringify(sent.body)).toBe(202)
  const proof = { token: sent.body.token, code: codeFor(number) }
  expect((await call('POST', '/users/me/phone/confirm', person.token, proof)).status).toBe(200)
  return number
}

test('a phone is proven: 401, a number of the world, the password, the code that arrived', async () => {
  const person = await register()
  const body = { number: ' +20 100 123 4567', currentPassword: person.password }
  for (const [method, path] of [
    ['GET', ''],
    ['PUT', ''],
    ['PATCH', ''],
    ['POST', '/confirm'],
    ['POST', '/remove'],
  ] as const)
    expect(
      (await call(method, `/users/me/phone${path}`, undefined, method === 'GET' ? undefined : {})).status,
    ).toBe(401)
  expect((await call('GET', '/users/me/phone', person.token)).body).toEqual({ available: true, phone: null })
  for (const number of ['0100 123 4567', '+1 5', 'call me'])
    expect(
      (await call('PUT', '/users/me/phone', person.token, { ...body, number })).body.fields?.[0]?.field,
    ).toBe('number')
  expect((await call('PUT', '/users/me/phone', person.token, { number: body.number })).body.code).toBe(
    'password_wrong',
  )
  const sent = await call('PUT', '/users/me/phone', person.token, body)
  expect(sent.status).toBe(202)
  const proof = { token: sent.body.token, code: codeFor('+201001234567') }
  const wrong = { ...proof, code: proof.code === '000000' ? '000001' : '000000' }
  expect((await call('POST', '/users/me/phone/confirm', person.token, wrong)).body.code).toBe(
    'phone_code_wrong',
  )
  const stranger = await register()
  expect((await call('POST', '/users/me/phone/confirm', stranger.token, proof)).body.code).toBe(
    'phone_code_wrong',
  )
  const confirmed = await call('POST', '/users/me/phone/confirm', person.token, proof)
  expect(confirmed.body.phone).toMatchObject({ number: '+201001234567', secondFactor: false })
  expect((await call('POST', '/users/me/phone/confirm', person.token, proof)).body.code).toBe(
    'phone_code_wrong',
  )
  expect((await call('GET', '/users/me/phone', stranger.token)).body.phone).toBeNull()
  await expect.poll(() => host.subjectsTo(person.email)).toContain('The phone of your account was changed')
  expect(JSON.stringify(await dump('account_tokens'))).not.toContain(proof.code)
})

const dump = async (table: string) => (await database.admin.query(`select * from platform.${table}`)).rows

test('five wrong codes end the proof, and six codes an hour are enough', async () => {
  const person = await register()
  const number = someNumber()
  const ask = () => call('PUT', '/users/me/phone', person.token, { number, currentPassword: person.password })
  const { token } = (await ask()).body
  const code = codeFor(number)
  const wrong = code === '111111' ? '222222' : '111111'
  for (let count = 0; count < 5; count += 1)
    await call('POST', '/users/me/phone/confirm', person.token, { token, code: wrong })
  expect((await call('POST', '/users/me/phone/confirm', person.token, { token, code })).body.code).toBe(
    'phone_code_wrong',
  )
  for (let count = 0; count < 5; count += 1) expect((await ask()).status).toBe(202)
  const refused = await ask()
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_attempts'])
  expect(texts.filter(({ to }) => to === number)).toHaveLength(6)
  // Nor does another person reach the number by themselves.
  const other = await register()
  expect(
    (await call('PUT', '/users/me/phone', other.token, { number, currentPassword: other.password })).status,
  ).toBe(429)
})

test('a code by SMS is a second factor for whoever chooses it, with backup codes, and other sessions end', async () => {
  const person = await register()
  expect(
    (
      await call('PATCH', '/users/me/phone', person.token, {
        secondFactor: true,
        currentPassword: person.password,
      })
    ).body.code,
  ).toBe('phone_missing')
  const number = await addPhone(person)
  const { email, password } = person
  const logIn = () => call('POST', '/auth/login', undefined, { email, password })
  const elsewhere = (await logIn()).body.accessToken
  expect((await call('PATCH', '/users/me/phone', person.token, { secondFactor: true })).body.code).toBe(
    'password_wrong',
  )
  const on = await call('PATCH', '/users/me/phone', person.token, {
    secondFactor: true,
    currentPassword: password,
  })
  expect(on.body).toMatchObject({ phone: { number, secondFactor: true } })
  expect(on.body.backupCodes).toHaveLength(10)
  await expect.poll(async () => (await call('GET', '/users/me', elsewhere)).status).toBe(401)
  const pending = await logIn()
  expect(pending.status).toBe(202)
  const { token, methods } = pending.body.secondFactor
  expect(methods).toEqual(['sms', 'backup-code'])
  expect(
    (await call('POST', '/auth/second-factor/send', undefined, { token, channel: 'email' })).body.code,
  ).toBe('second_factor_method')
  const textsTo = () => texts.filter(({ to }) => to === number).length
  const before = textsTo()
  expect((await call('POST', '/auth/second-factor/send', undefined, { token, channel: 'sms' })).status).toBe(
    202,
  )
  // The answer does not wait for the text, so that its time tells nothing.
  await expect.poll(textsTo).toBe(before + 1)
  const answer = { token, method: 'sms', code: codeFor(number) }
  const signedIn = await call('POST', '/auth/second-factor', undefined, answer)
  expect(signedIn.status).toBe(200)
  expect((await call('POST', '/auth/second-factor', undefined, answer)).status).toBe(401)
  expect((await call('GET', '/users/me/second-factor', person.token)).body).toMatchObject({
    phone: true,
    backupCodesLeft: 10,
  })
  expect(
    (await call('POST', '/users/me/phone/remove', person.token, { currentPassword: password })).status,
  ).toBe(204)
  expect((await logIn()).status).toBe(200)
  expect((await call('GET', '/users/me/second-factor', person.token)).body).toMatchObject({
    phone: false,
    backupCodesLeft: 0,
  })
})

test('an Arabic reader is texted in Arabic', async () => {
  const person = await register()
  await call('PATCH', '/users/me', person.token, { language: 'ar' })
  const number = await addPhone(person)
  expect(texts.findLast(({ to }) => to === number)).toMatchObject({
    language: 'ar',
    text: expect.stringContaining('رمزك في وصلة'),
  })
})
