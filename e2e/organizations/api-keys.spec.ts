import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from '../_eventually.ts'

let host: TestHost
let other: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  theirs = await host.organization('Theirs', ['crm'])
  other = await host.another()
})
afterAll(async () => {
  await other.stop()
  await host.stop()
})

const create = (by: { call: TestClient['call'] }, body: object = {}) =>
  by.call('POST', '/api-keys', { body: { name: 'Shop', permissions: ['crm.customers.write'], ...body } })
const client = (key: string, of = host) => new TestClient(of.url, key)

test('a key is made by who may, shown once, and does what it may, as itself', async () => {
  const manager = await ours.member('manager')
  expect((await create(host.visitor)).status).toBe(401)
  expect((await create(manager)).status).toBe(403)
  const { status, body } = await create(ours.owner)
  expect(status).toBe(201)
  expect(body.key).toMatch(/^wsk_[\da-f]{16}_[\da-f]{64}_[\da-f]{8}$/)
  expect(body.key.startsWith(body.prefix)).toBe(true)
  const shop = client(body.key)
  const customer = await shop.call('POST', '/crm/customers', { body: { companyName: 'By key' } })
  expect(customer.status).toBe(201)
  expect((await shop.call('GET', `/crm/customers/${customer.body.id}`)).status).toBe(200)
  expect((await shop.call('GET', '/crm/sales-stages')).body.code).toBe('permission_denied')
  expect((await shop.call('GET', '/users')).status).toBe(403)
  expect((await shop.call('POST', '//graphql', { body: { query: '{ __typename }' } })).status).toBe(200)
  const { body: trail } = await ours.owner.call('GET', `/audit?record=${customer.body.id}`)
  expect(trail.items[0].actorId).toBe(body.id)
  const { body: listed } = await ours.owner.call('GET', '/api-keys')
  expect(listed.items[0]).toMatchObject({ name: 'Shop', status: 'active' })
  expect(JSON.stringify(listed)).not.toContain(body.key)
  expect((await theirs.owner.call('GET', '/api-keys')).body.items).toEqual([])
  expect((await theirs.owner.call('DELETE', `/api-keys/${body.id}`)).status).toBe(404)
  const [{ everything }] = (await host.query(
    `select (select jsonb_agg(to_jsonb(k)) from platform.api_keys k)::text || (select jsonb_agg(to_jsonb(v)) from platform.audit_log v)::text as everything`,
  )) as [{ everything: string }]
  expect(everything).not.toContain(body.key.split('_')[2])
})

test('what is about a person is not for keys', async () => {
  const { body } = await create(ours.owner, {
    permissions: ['platform.users.write', 'platform.settings.write'],
  })
  const key = client(body.key)
  expect((await key.call('GET', '/users/me')).status).toBe(403)
  expect((await key.call('POST', '/organizations', { body: { name: 'x' } })).body.code).toBe(
    'not_for_api_keys',
  )
  expect(
    (await key.call('POST', '/organization/ownership', { body: { userId: ours.owner.userId } })).status,
  ).toBe(403)
  expect((await key.call('GET', '/users')).status).toBe(200)
  expect((await key.call('DELETE', `/users/${ours.owner.userId}`)).body.code).toBe('owners_only')
  const admin = await ours.member('admin')
  expect((await key.call('PATCH', `/users/${admin.userId}`, { body: { role: 'agent' } })).body.code).toBe(
    'grant_exceeds_own',
  )
})

test('a key with one wrong character, of no key, or in the cookie opens nothing', async () => {
  const { body } = await create(ours.owner)
  const wrong = body.key.slice(0, -1) + (body.key.endsWith('0') ? '1' : '0')
  expect((await client(wrong).call('GET', '/crm/customers')).status).toBe(401)
  const [prefix, id, secret] = body.key.split('_')
  const { crc32 } = await import('node:zlib')
  const forged = `${prefix}_${id}_${secret.replace(/^./, secret[0] === '0' ? '1' : '0')}`
  const text = `${forged}_${crc32(forged).toString(16).padStart(8, '0')}`
  expect((await client(text).call('GET', '/crm/customers')).status).toBe(401)
  const cookie = await host.visitor.call('GET', '/crm/customers', {
    headers: { cookie: `wasla=${body.key}` },
  })
  expect(cookie.status).toBe(401)
})

test('a revoked key ends on every host, an expired one too', async () => {
  const { body } = await create(ours.owner)
  const there = client(body.key, other)
  expect((await there.call('GET', '/crm/customers')).status).toBe(200)
  expect((await ours.owner.call('DELETE', `/api-keys/${body.id}`)).status).toBe(204)
  await expect
    .poll(async () => (await there.call('GET', '/crm/customers')).status, { interval: 25 })
    .toBe(401)
  expect((await ours.owner.call('DELETE', `/api-keys/${ours.id}`)).body.code).toBe('api_key_not_found')
  const soon = new Date(Date.now() + 1500).toISOString()
  const short = await create(ours.owner, { expiresAt: soon })
  expect((await client(short.body.key).call('GET', '/crm/customers')).status).toBe(200)
  await eventually(async () =>
    expect((await client(short.body.key).call('GET', '/crm/customers')).status).toBe(401),
  )
  expect((await create(ours.owner, { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400)
})

test('a key outlives whoever made it', async () => {
  const admin = await ours.member('admin')
  const { body } = await create(admin)
  expect((await ours.owner.call('DELETE', `/users/${admin.userId}`)).status).toBe(204)
  await host.query('delete from platform.users where id = $1', [admin.userId])
  expect((await client(body.key).call('GET', '/crm/customers')).status).toBe(200)
})

test('nobody gives a key more than they hold', async () => {
  await ours.owner.call('POST', '/roles', {
    body: {
      key: 'integrator',
      name: 'x',
      permissions: ['platform.api-keys.write', 'ticketing.tickets.write:own', 'crm.customers.read'],
    },
  })
  const one = await ours.member('agent')
  await ours.owner.call('PATCH', `/users/${one.userId}`, { body: { role: 'integrator' } })
  await eventually(async () =>
    expect((await create(one, { permissions: ['crm.customers.read'] })).status).toBe(201),
  )
  expect((await create(one)).body.code).toBe('grant_exceeds_own')
  // They see only their own tickets; a key would see all of them.
  expect((await create(one, { permissions: ['ticketing.tickets.read'] })).body.code).toBe('grant_exceeds_own')
})

test('a key sends no more than its limit, and says when to go on', async () => {
  const { body } = await create(ours.owner, { rateLimit: 5 })
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => client(body.key).call('GET', '/crm/customers')),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  const refused = answers.find(({ status }) => status !== 200)
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('when a key was last used is written in batches', async () => {
  const { body } = await create(ours.owner)
  const third = await host.another()
  await client(body.key, third).call('GET', '/crm/customers')
  const { body: before } = await ours.owner.call('GET', '/api-keys?limit=1')
  expect(before.items[0].lastUsedAt).toBeNull()
  await third.stop()
  const { body: after } = await ours.owner.call('GET', '/api-keys?limit=1')
  expect(Date.now() - Date.parse(after.items[0].lastUsedAt)).toBeLessThan(60_000)
})
