import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

type Member = Awaited<ReturnType<TestOrganization['member']>>

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  theirs = await host.organization('Theirs', ['crm'])
})
afterAll(() => host.stop())

const create = (by: { call: Member['call'] }, body: object) => by.call('POST', '/roles', { body })
const seller = {
  key: 'seller',
  name: 'بائع',
  permissions: ['crm.customers.write:own', 'crm.activities.write'],
}

test('the grid names everything that can be given, in both languages', async () => {
  expect((await host.visitor.call('GET', '/permissions')).status).toBe(401)
  const { body } = await theirs.owner.call('GET', '/permissions')
  const modules = new Map(body.modules.map((module: { id: string }) => [module.id, module]))
  expect([...modules.keys()]).toEqual(expect.arrayContaining(['platform', 'crm', 'ticketing']))
  expect(modules.get('ticketing')).toMatchObject({
    title: { en: 'Tickets', ar: 'التذاكر' },
    active: false,
    resources: [{ resource: 'ticketing.tickets', actions: ['read', 'write'], own: true }],
  })
})

test('a role is made, changed and deleted by who may, and only seen where it belongs', async () => {
  const agent = await ours.member('agent')
  expect((await create(host.visitor, seller)).status).toBe(401)
  expect((await create(agent, seller)).status).toBe(403)
  expect((await create(ours.owner, seller)).body).toMatchObject({
    ...seller,
    name: { ar: 'بائع' },
    builtIn: false,
  })
  expect((await create(ours.owner, seller)).body.code).toBe('role_key_taken')
  expect((await create(ours.owner, { ...seller, key: 'agent' })).body.code).toBe('role_key_taken')
  expect(await theirs.owner.call('GET', '/roles/seller')).toMatchObject({
    status: 404,
    body: { code: 'role_not_found' },
  })
  expect((await create(theirs.owner, seller)).status).toBe(201)
  expect(
    (await ours.owner.call('PATCH', '/roles/seller', { body: { permissions: ['crm.customers.read:own'] } }))
      .body,
  ).toMatchObject({ permissions: ['crm.customers.read:own'], version: 2 })
  expect((await ours.owner.call('PATCH', '/roles/agent', { body: { name: 'x' } })).body.code).toBe(
    'role_built_in',
  )
  await ours.owner.call('PATCH', `/users/${agent.userId}`, { body: { role: 'seller' } })
  expect((await ours.owner.call('DELETE', '/roles/seller')).body.code).toBe('role_in_use')
  await ours.owner.call('PATCH', `/users/${agent.userId}`, { body: { role: 'member' } })
  expect((await ours.owner.call('DELETE', '/roles/seller')).status).toBe(204)
  expect((await theirs.owner.call('GET', '/roles/seller')).status).toBe(200)
})

test.each([
  [['crm.everything.write'], 'is a permission of no module of this host'],
  [['platform.audit.write'], 'is a permission of no module of this host'],
  [['crm.activities.read:own'], "cannot be limited to the member's own"],
  [
    ['crm.customers.read', 'crm.customers.write:own'],
    "is limited to the member's own in one permission and not in another",
  ],
])('%j cannot be given', async (permissions, message) => {
  const { status, body } = await create(ours.owner, { key: 'refused', name: 'x', permissions })
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'permission_unknown' })
  expect(body.fields.at(-1).message).toBe(message)
})

test('what a role loses counts with the next request, for everybody who has it', async () => {
  await create(ours.owner, { key: 'reader', name: 'Reader', permissions: ['crm.customers.read'] })
  const people = await Promise.all([ours.member('member'), ours.member('member')])
  for (const { userId } of people)
    await ours.owner.call('PATCH', `/users/${userId}`, { body: { role: 'reader' } })
  const statuses = () =>
    Promise.all(people.map(async (one) => (await one.call('GET', '/crm/customers')).status))
  await expect.poll(statuses, { interval: 25 }).toEqual([200, 200])
  await ours.owner.call('PATCH', '/roles/reader', { body: { permissions: [] } })
  await expect.poll(statuses, { interval: 25 }).toEqual([403, 403])
})

test('customers can be limited to those one owns, and their activities follow', async () => {
  await create(ours.owner, {
    key: 'own-sales',
    name: 'Own',
    permissions: ['crm.customers.write:own', 'crm.activities.read'],
  })
  const one = await ours.member('member')
  await ours.owner.call('PATCH', `/users/${one.userId}`, { body: { role: 'own-sales' } })
  const make = async (body: object) => (await ours.owner.call('POST', '/crm/customers', { body })).body.id
  const mine = await make({ companyName: 'Mine', ownerId: one.userId })
  const other = await make({ companyName: 'Other' })
  for (const id of [mine, other])
    await ours.owner.call('POST', `/crm/customers/${id}/activities`, {
      body: { kind: 'note', subject: 'x', occurredAt: new Date().toISOString() },
    })
  await expect
    .poll(async () =>
      (await one.call('GET', '/crm/customers')).body.items?.map(({ id }: { id: string }) => id),
    )
    .toEqual([mine])
  expect((await one.call('GET', '/crm/customers?search=other')).body.items).toEqual([])
  expect((await one.call('GET', `/crm/customers/${other}`)).status).toBe(404)
  const given = await one.call('PATCH', `/crm/customers/${mine}`, { body: { ownerId: ours.owner.userId } })
  expect(given).toMatchObject({ status: 403, body: { code: 'own_rows_only' } })
})

const explain = (by: { call: Member['call'] }, user: string, action: string) =>
  by.call('GET', `/permissions/explain?user=${user}&action=${action}`)

test('it is explained which rule decides', async () => {
  const agent = await ours.member('agent')
  expect((await explain(host.visitor, agent.userId, 'crm.customers.read')).status).toBe(401)
  expect((await explain(agent, agent.userId, 'crm.customers.read')).status).toBe(403)
  expect(await explain(theirs.owner, agent.userId, 'crm.customers.read')).toMatchObject({
    status: 404,
    body: { code: 'member_not_found' },
  })
  const answer = async (action: string) => (await explain(ours.owner, agent.userId, action)).body
  expect(await answer('crm.customers.read')).toMatchObject({
    allowed: true,
    own: false,
    role: 'agent',
    rule: 'built-in-role',
  })
  expect(await answer('crm.customers.write')).toMatchObject({ allowed: false, rule: 'built-in-role' })
  expect(await answer('ticketing.tickets.write')).toMatchObject({ allowed: true, own: true })
  expect(await answer('crm.nothing.write')).toMatchObject({ code: 'permission_unknown' })
  await ours.switch('ticketing', false)
  expect(await answer('ticketing.tickets.write')).toMatchObject({ allowed: false, rule: 'module-inactive' })
  await ours.switch('ticketing', true)
  await ours.owner.call('PATCH', `/users/${agent.userId}`, { body: { status: 'suspended' } })
  expect(await answer('crm.customers.read')).toMatchObject({ allowed: false, rule: 'member-suspended' })
})
