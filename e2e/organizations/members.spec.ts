import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { mailedToken } from './_people.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  theirs = await host.organization('Theirs')
})
afterAll(() => host.stop())

/** Lets requests come as far as their first write, and then go on all at once. */
async function together<Result>(requests: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: host.database })
  await client.connect()
  try {
    await client.query('begin; lock table platform.memberships in share mode')
    const answers = requests()
    await new Promise((resolve) => setTimeout(resolve, 500))
    await client.query('commit')
    return await answers
  } finally {
    await client.end()
  }
}

const change = (
  by: { call: TestOrganization['owner']['call'] },
  { userId }: { readonly userId: string },
  body: object,
) => by.call('PATCH', `/users/${userId}`, { body })

test('members are listed to whoever may read them, page by page, and nobody of another organization', async () => {
  const { member } = await host.organization('Listed').then((listed) => ({ member: listed }))
  const people = await Promise.all([
    member.member('agent'),
    member.member('member'),
    member.member('manager'),
  ])
  expect((await host.visitor.call('GET', '/users')).status).toBe(401)
  expect((await people[0].call('GET', '/users')).status).toBe(403)
  expect((await people[2].call('GET', '/users')).body.items).toHaveLength(4)
  const first = await member.owner.call('GET', '/users?limit=3')
  const second = await member.owner.call('GET', `/users?limit=3&cursor=${first.body.nextCursor}`)
  expect([first.body.items.length, second.body.items.length, second.body.nextCursor]).toEqual([3, 1, null])
  expect((await member.owner.call('GET', '/users?role=agent')).body.items).toMatchObject([
    { userId: people[0].userId, status: 'active' },
  ])
  expect((await theirs.owner.call('GET', `/users/${people[0].userId}`)).status).toBe(404)
})

test('a role is changed by who may, and counts with the next request', async () => {
  const agent = await ours.member('agent')
  const manager = await ours.member('manager')
  expect((await agent.call('POST', '/crm/customers', { body: { companyName: 'x' } })).status).toBe(403)
  expect((await change(host.visitor, agent, { role: 'manager' })).status).toBe(401)
  expect((await change(manager, agent, { role: 'manager' })).status).toBe(403)
  expect((await change(theirs.owner, agent, { role: 'manager' })).status).toBe(404)
  expect((await change(ours.owner, agent, { role: 'manager' })).body).toMatchObject({ role: 'manager' })
  await expect
    .poll(async () => (await agent.call('POST', '/crm/customers', { body: { companyName: 'x' } })).status, {
      interval: 25,
    })
    .toBe(201)
  expect((await change(ours.owner, agent, { role: 'invented' })).body.code).toBe('role_unknown')
})

test('owners decide about owners, and nobody gives more than they hold', async () => {
  const admin = await ours.member('admin')
  const agent = await ours.member('agent')
  expect((await change(admin, ours.owner, { role: 'agent' })).body.code).toBe('owners_only')
  expect((await change(admin, agent, { role: 'owner' })).body.code).toBe('owners_only')
  expect((await admin.call('DELETE', `/users/${ours.owner.userId}`)).body.code).toBe('owners_only')
  await ours.owner.call('POST', '/roles', {
    body: { key: 'people', name: 'People', permissions: ['platform.users.write', 'crm.customers.read'] },
  })
  const people = await ours.member('agent')
  await change(ours.owner, people, { role: 'people' })
  await expect.poll(async () => (await people.call('GET', '/users')).status, { interval: 5 }).toBe(200)
  expect((await change(people, people, { role: 'admin' })).body.code).toBe('grant_exceeds_own')
  expect((await change(people, agent, { role: 'manager' })).body.code).toBe('grant_exceeds_own')
  expect((await change(people, admin, { role: 'people' })).body.code).toBe('grant_exceeds_own')
})

test('an administrator signs a member out, and has them choose a new password, without choosing it', async () => {
  const [agent, admin] = [await ours.member('agent'), await ours.member('admin')]
  const path = `/users/${agent.userId}`
  for (const [method, way] of [
    ['DELETE', `${path}/sessions`],
    ['POST', `${path}/password-reset`],
  ] as const) {
    expect((await host.visitor.call(method, way)).status).toBe(401)
    expect((await agent.call(method, way)).status).toBe(403)
    expect((await theirs.owner.call(method, way)).body.code).toBe('member_not_found')
    expect((await admin.call(method, way.replace(agent.userId, ours.owner.userId))).body.code).toBe(
      'owners_only',
    )
  }
  expect((await admin.call('POST', `${path}/password-reset`)).body).toEqual({ accepted: true })
  const [{ email }] = (await host.query<{ email: string }>('select email from platform.users where id = $1', [
    agent.userId,
  ])) as [{ email: string }]
  const token = await mailedToken(host, email)
  // The present password goes on until the member has chosen another.
  expect((await agent.call('GET', '/users/me')).status).toBe(200)
  expect((await admin.call('DELETE', `${path}/sessions`)).body).toEqual({ ended: 1 })
  await expect.poll(async () => (await agent.call('GET', '/users/me')).status, { interval: 25 }).toBe(401)
  const chosen = { token, password: 'quiet river stone' }
  expect((await host.visitor.call('POST', '/auth/reset-password', { body: chosen })).status).toBe(204)
  const signedIn = await host.visitor.call('POST', '/auth/login', {
    body: { email, password: chosen.password },
  })
  expect(signedIn.status).toBe(200)
})

test('a suspended member is signed out at once and cannot sign in; let in again, they can', async () => {
  const agent = await ours.member('agent')
  expect((await agent.call('GET', '/users/me')).status).toBe(200)
  expect((await change(ours.owner, agent, { status: 'suspended' })).body.status).toBe('suspended')
  await expect.poll(async () => (await agent.call('GET', '/users/me')).status, { interval: 25 }).toBe(401)
  const [{ email }] = (await host.query<{ email: string }>('select email from platform.users where id = $1', [
    agent.userId,
  ])) as [{ email: string }]
  const logIn = () =>
    host.visitor.call('POST', '/auth/login', { body: { email, password: 'correct horse battery staple' } })
  expect((await logIn()).status).toBe(403)
  await change(ours.owner, agent, { status: 'active' })
  expect((await logIn()).status).toBe(200)
  expect((await change(ours.owner, ours.owner, { status: 'suspended' })).body.code).toBe('not_yourself')
})

test('a removed member is out at once; their account stays', async () => {
  const agent = await ours.member('agent')
  expect((await agent.call('GET', '/users/me')).status).toBe(200)
  expect((await theirs.owner.call('DELETE', `/users/${agent.userId}`)).status).toBe(404)
  expect((await ours.owner.call('DELETE', `/users/${agent.userId}`)).status).toBe(204)
  await expect.poll(async () => (await agent.call('GET', '/users/me')).status, { interval: 25 }).toBe(401)
  expect(await host.query('select 1 from platform.users where id = $1', [agent.userId])).toHaveLength(1)
  const leaving = await ours.member('member')
  expect((await leaving.call('DELETE', '/organization/membership')).status).toBe(204)
})

test('a view of a list is its own, or shared with the organization and nobody else', async () => {
  const view = {
    list: 'crm.customers',
    name: 'Riyadh',
    state: { search: 'riyadh' },
    columns: ['companyName'],
  }
  const list = '/saved-views?list=crm.customers'
  const [agent, manager] = await Promise.all([ours.member('agent'), ours.member('manager')])
  expect((await host.visitor.call('GET', list)).status).toBe(401)
  const { body: key } = await ours.owner.call('POST', '/api-keys', {
    body: { name: 'views', permissions: ['crm.customers.read'] },
  })
  expect((await new TestClient(host.url, key.key).call('GET', list)).status).toBe(403)
  const kept = await agent.call('PUT', '/saved-views', { body: view })
  expect([kept.status, kept.body]).toMatchObject([200, { ...view, shared: false, own: true }])
  expect((await manager.call('GET', list)).body.items).toEqual([])
  const shared = await agent.call('PUT', '/saved-views', { body: { ...view, shared: true } })
  expect(shared.body.id).toBe(kept.body.id)
  expect((await manager.call('GET', list)).body.items).toMatchObject([{ name: 'Riyadh', own: false }])
  expect((await theirs.owner.call('GET', list)).body.items).toEqual([])
  const path = `/saved-views/${kept.body.id}`
  expect((await manager.call('DELETE', path)).body.code).toBe('view_not_found')
  expect((await theirs.owner.call('DELETE', path)).status).toBe(404)
  expect((await ours.owner.call('DELETE', path)).status).toBe(204)
  const many = Array.from({ length: 51 }, (_, index) => ({ ...view, name: `View ${index}` }))
  for (const body of many.slice(0, 50)) await agent.call('PUT', '/saved-views', { body })
  const refused = await agent.call('PUT', '/saved-views', { body: many[50] })
  expect([refused.status, refused.body.code]).toEqual([400, 'too_many_views'])
})

test('of twenty owners who all go at the same moment, one stays', async () => {
  const organization = await host.organization('Owners')
  const owners = [organization.owner]
  for (let count = 1; count < 20; count += 1) owners.push(await organization.member('admin'))
  await host.query(`update platform.memberships set role = 'owner' where organization_id = $1`, [
    organization.id,
  ])
  await expect
    .poll(async () => (await owners[19]!.call('GET', '/organization')).status, { interval: 20 })
    .toBe(200)
  const answers = await together(() =>
    Promise.all(
      owners.map((owner, index) =>
        index % 2 === 0
          ? owner.call('DELETE', '/organization/membership')
          : owner.call('PATCH', `/users/${owner.userId}`, { body: { role: 'agent' } }),
      ),
    ),
  )
  const done = answers.filter(({ status }) => status < 300)
  expect(done).toHaveLength(19)
  expect(answers.find(({ status }) => status >= 300)).toMatchObject({
    status: 409,
    body: { code: 'last_owner' },
  })
  const [left] = await host.query<{ owners: number }>(
    `select count(*)::int as owners from platform.memberships where organization_id = $1 and role = 'owner' and status = 'active'`,
    [organization.id],
  )
  expect(left).toEqual({ owners: 1 })
})

test('two owners who remove each other do not both go', async () => {
  const organization = await host.organization('Duel')
  const second = await organization.member('admin')
  await change(organization.owner, second, { role: 'owner' })
  // Something only owners may do, and that changes nothing.
  await expect
    .poll(async () => (await second.call('DELETE', '/organization/deletion')).status, { interval: 10 })
    .toBe(200)
  const answers = await together(() =>
    Promise.all([
      organization.owner.call('DELETE', `/users/${second.userId}`),
      second.call('DELETE', `/users/${organization.owner.userId}`),
    ]),
  )
  expect(answers.map(({ status }) => status).toSorted()[0]).toBe(204)
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
})

test('ownership is handed over by an owner to an active member', async () => {
  const organization = await host.organization('Handed')
  const heir = await organization.member('agent')
  const hand = (by: typeof heir, userId: string) =>
    by.call('POST', '/organization/ownership', { body: { userId } })
  expect(
    (await host.visitor.call('POST', '/organization/ownership', { body: { userId: heir.userId } })).status,
  ).toBe(401)
  expect((await hand(heir, heir.userId)).body.code).toBe('owners_only')
  expect((await hand(organization.owner, theirs.owner.userId)).status).toBe(404)
  const away = await organization.member('agent')
  await organization.owner.call('PATCH', `/users/${away.userId}`, { body: { status: 'suspended' } })
  expect(await hand(organization.owner, away.userId)).toMatchObject({
    status: 400,
    body: { code: 'not_active' },
  })
  expect((await hand(organization.owner, heir.userId)).body).toMatchObject({ role: 'owner' })
  await expect
    .poll(
      async () => (await organization.owner.call('GET', `/users/${organization.owner.userId}`)).body.role,
      { interval: 10 },
    )
    .toBe('admin')
})

test('who loses their role while a change of theirs waits for another one changes nothing', async () => {
  const organization = await host.organization('Overtaken')
  const admin = await organization.member('admin')
  const other = await organization.member('agent')
  const client = new pg.Client({ connectionString: host.database })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select from platform.organizations where id = $1 for update', [organization.id])
    const waiting = admin.call('PATCH', `/users/${other.userId}`, { body: { role: 'member' } })
    await expect
      .poll(() => host.query('select from pg_locks where not granted'), { interval: 10, timeout: 20_000 })
      .not.toHaveLength(0)
    await client.query(`select set_config('app.organization_id', $1, true)`, [organization.id])
    await client.query(`update platform.memberships set role = 'agent' where user_id = $1`, [admin.userId])
    await client.query('commit')
    expect(await waiting).toMatchObject({ status: 403, body: { code: 'role_changed' } })
  } finally {
    await client.end()
  }
})

test('the trail says who changed whose role', async () => {
  const agent = await ours.member('agent')
  await change(ours.owner, agent, { role: 'manager' })
  const { body } = await ours.owner.call('GET', `/audit?table=memberships&limit=5`)
  expect(body.items[0]).toMatchObject({
    actorId: ours.owner.userId,
    before: { role: 'agent' },
    after: { role: 'manager' },
  })
})
