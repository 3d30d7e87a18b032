import { withOperator } from '@wasla/core'
import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { bootstrap } from '@wasla/migrations'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from '../_eventually.ts'
import { personOf } from './_people.ts'

let host: TestHost
let other: TestHost
let ours: TestOrganization
let staff: TestOrganization
let agent: Awaited<ReturnType<TestOrganization['member']>>

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  staff = await host.organization('Platform staff')
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  agent = await ours.member('agent')
  await host.query('insert into platform.operators (user_id) values ($1)', [staff.owner.userId])
  other = await host.another()
})
afterAll(async () => {
  await other.stop()
  await host.stop()
})

const reason = 'Ticket 4711: the list stays empty'
const impersonate = (by: TestClient, body: object = {}) =>
  by.call('POST', '/operator/impersonations', {
    body: { organizationId: ours.id, userId: agent.userId, reason, minutes: 10, ...body },
  })

test('an operator acts as a member, with a reason, for a while, and it shows', async () => {
  expect((await impersonate(host.visitor)).status).toBe(401)
  expect((await impersonate(ours.owner)).body.code).toBe('operators_only')
  expect((await impersonate(staff.owner, { reason: 'curious' })).status).toBe(400)
  expect((await impersonate(staff.owner, { organizationId: staff.id })).body.code).toBe(
    'impersonation_not_possible',
  )
  expect((await impersonate(staff.owner, { minutes: 600 })).status).toBe(400)
  const started = await impersonate(staff.owner)
  expect(started.status).toBe(201)
  const acting = personOf(host, started.body)
  const { body: me } = await acting.call('GET', '/users/me')
  expect(me).toMatchObject({
    user: { id: agent.userId },
    role: 'agent',
    impersonation: { operator: 'Owner of Platform staff' },
  })
  expect((Date.parse(me.impersonation.until) - Date.now()) / 60_000).toBeCloseTo(10, 0)
  expect((await agent.call('GET', '/users/me')).body.impersonation).toBeUndefined()
  expect((await acting.call('GET', '/crm/customers')).status).toBe(200)
  expect((await acting.call('POST', '/crm/customers', { body: { companyName: 'x' } })).status).toBe(403)
  expect((await acting.call('PATCH', '/users/me', { body: { fullName: 'x' } })).body.code).toBe(
    'not_while_impersonating',
  )
  expect((await acting.call('DELETE', '/organization/membership')).body.code).toBe('not_while_impersonating')
  expect(
    (await host.visitor.call('POST', '/auth/refresh', { body: { refreshToken: started.body.refreshToken } }))
      .status,
  ).toBe(401)
  const { body: trail } = await ours.owner.call('GET', '/audit?table=impersonations')
  expect(trail.items[0]).toMatchObject({
    actorId: staff.owner.userId,
    after: { reason, user_id: agent.userId },
  })
  expect((await acting.call('POST', '/auth/logout')).status).toBe(204)
  expect((await acting.call('GET', '/users/me')).status).toBe(401)
  const { body: ended } = await ours.owner.call('GET', '/audit?table=impersonations')
  expect(ended.items[0]).toMatchObject({ action: 'update', after: { ended_at: expect.any(String) } })
})

test('it ends by itself, and an operator cannot be acted for', async () => {
  const started = await impersonate(staff.owner)
  const acting = personOf(host, started.body)
  expect((await acting.call('GET', '/users/me')).status).toBe(200)
  await host.query(`update platform.sessions set expires_at = now() where impersonated_by is not null`)
  await eventually(async () => expect((await acting.call('GET', '/users/me')).status).toBe(401))
  await host.query('insert into platform.operators (user_id) values ($1)', [agent.userId])
  expect((await impersonate(staff.owner)).body.code).toBe('impersonation_not_possible')
  await host.query('delete from platform.operators where user_id = $1', [agent.userId])
})

test('while an operator acts as somebody, they are no operator', async () => {
  const acting = personOf(host, (await impersonate(staff.owner)).body)
  expect((await impersonate(acting)).status).toBe(403)
})

test('a suspended organization is shut at once on every host, for people and keys, and opens again', async () => {
  const organization = await host.organization('Unpaid', ['crm'])
  const there = new TestClient(other.url, organization.owner.token)
  const { body: made } = await organization.owner.call('POST', '/api-keys', {
    body: { name: 'x', permissions: ['crm.customers.read'] },
  })
  const key = new TestClient(other.url, made.key)
  const statuses = () =>
    Promise.all([there, key].map(async (one) => (await one.call('GET', '/crm/customers')).status))
  expect(await statuses()).toEqual([200, 200])
  const path = `/operator/organizations/${organization.id}/suspension`
  expect((await ours.owner.call('PUT', path, { body: { reason } })).body.code).toBe('operators_only')
  expect((await staff.owner.call('PUT', path, { body: { reason } })).status).toBe(204)
  await expect.poll(statuses, { interval: 25 }).toEqual([401, 401])
  expect((await ours.owner.call('GET', '/crm/customers')).status).toBe(200)
  const nowhere = `/operator/organizations/${ours.owner.userId}/suspension`
  expect((await staff.owner.call('PUT', nowhere, { body: { reason } })).body.code).toBe(
    'organization_not_found',
  )
  expect((await staff.owner.call('DELETE', path)).status).toBe(204)
  await expect.poll(statuses, { interval: 25 }).toEqual([200, 200])
})

test('a person who is suspended is out of all their organizations', async () => {
  const one = await ours.member('manager')
  const there = new TestClient(other.url, one.token)
  expect((await there.call('GET', '/users/me')).status).toBe(200)
  const path = `/operator/users/${one.userId}/suspension`
  expect((await host.visitor.call('PUT', path)).status).toBe(401)
  expect((await one.call('PUT', path)).status).toBe(403)
  expect((await staff.owner.call('PUT', path)).status).toBe(204)
  await expect.poll(async () => (await there.call('GET', '/users/me')).status, { interval: 25 }).toBe(401)
  expect((await ours.owner.call('GET', `/users/${one.userId}`)).body.status).toBe('suspended')
  expect((await staff.owner.call('DELETE', path)).status).toBe(204)
  await expect.poll(async () => (await there.call('GET', '/users/me')).status, { interval: 25 }).toBe(200)
})

test('who is an operator is said on the command line, and taking it back ends what they do as members', async () => {
  const { appUrl: url } = await bootstrap({ adminUrl: host.database })
  const [person] = await host.query<{ email: string }>('select email from platform.users where id = $1', [
    ours.owner.userId,
  ])
  const email = person?.email ?? ''
  await withOperator({ url }, (platform) => platform.addOperator(` ${email.toUpperCase()} `))
  expect(await withOperator({ url }, (platform) => platform.operators())).toMatchObject([
    { name: 'Owner of Platform staff' },
    { email },
  ])
  const acting = personOf(host, (await impersonate(ours.owner)).body)
  expect((await acting.call('GET', '/users/me')).status).toBe(200)
  await withOperator({ url }, (platform) => platform.removeOperator(email))
  await expect.poll(async () => (await acting.call('GET', '/users/me')).status, { interval: 25 }).toBe(401)
  expect((await impersonate(ours.owner)).status).toBe(403)
  await expect(
    withOperator({ url }, (platform) => platform.addOperator('no@example.com')),
  ).rejects.toMatchObject({
    code: 'user_not_found',
    message: expect.stringContaining('let them register first'),
  })
  await expect(
    withOperator({ url }, (platform) => platform.removeOperator('no@example.com')),
  ).rejects.toMatchObject({ code: 'operator_not_found' })
})
