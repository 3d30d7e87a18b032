import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from '../_eventually.ts'
import { personOf } from './_people.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
})
afterAll(() => host.stop())

const patch = (by: { call: TestOrganization['owner']['call'] }, body: object, headers = {}) =>
  by.call('PATCH', '/organization', { body, headers })

test('the organization is changed by who may change settings, and not over a newer version', async () => {
  const agent = await ours.member('agent')
  expect((await patch(host.visitor, { name: 'x' })).status).toBe(401)
  expect((await patch(agent, { name: 'x' })).status).toBe(403)
  const before = await agent.call('GET', '/organization')
  expect(before.body).toMatchObject({ id: ours.id, name: 'Ours', slug: null, deleteAfter: null })
  const changes = {
    slug: 'ours-company',
    defaultLanguage: 'ar',
    timeZone: 'Africa/Cairo',
    taxId: '123-456-789',
    billingEmail: 'Billing@Ours.example',
    branding: { primaryColor: '#0b6e5f' },
  }
  const after = await patch(ours.owner, changes, { 'if-match': before.headers.get('etag') ?? '' })
  expect(after.body).toMatchObject({ ...changes, billingEmail: 'billing@ours.example' })
  expect(
    (await patch(ours.owner, { name: 'Late' }, { 'if-match': before.headers.get('etag') ?? '' })).status,
  ).toBe(412)
  expect((await patch(theirs.owner, { slug: 'ours-company' })).body).toMatchObject({ code: 'slug_taken' })
  expect((await patch(theirs.owner, { timeZone: 'Mars/Olympus' })).status).toBe(400)
  expect((await theirs.owner.call('GET', '/organization')).body).toMatchObject({
    name: 'Theirs',
    taxId: null,
  })
  const { body: trail } = await ours.owner.call('GET', '/audit?table=organizations&limit=1')
  expect(trail.items[0]).toMatchObject({ actorId: ours.owner.userId, after: { tax_id: '123-456-789' } })
})

test('a person creates a second organization and enters it; the session before it ends', async () => {
  const { body: created, status } = await ours.owner.call('POST', '/organizations', {
    body: { name: 'Second' },
  })
  expect(status).toBe(201)
  const first = await ours.member('agent')
  const stranger = await first.call('POST', '/auth/switch-organization', {
    body: { organizationId: created.id },
  })
  expect(stranger).toMatchObject({ status: 403, body: { code: 'not_a_member' } })
  expect(
    (await host.visitor.call('POST', '/auth/switch-organization', { body: { organizationId: created.id } }))
      .status,
  ).toBe(401)
  const owner = await theirs.owner.call('POST', '/organizations', { body: { name: 'Third' } })
  const switched = await theirs.owner.call('POST', '/auth/switch-organization', {
    body: { organizationId: owner.body.id },
  })
  expect(switched).toMatchObject({ status: 200, body: { organization: { name: 'Third' } } })
  const there = personOf(host, switched.body)
  expect((await there.call('GET', '/users/me')).body).toMatchObject({
    role: 'owner',
    organization: { name: 'Third' },
  })
  expect(
    (await there.call('GET', '/organizations')).body.items.map(({ name }: { name: string }) => name),
  ).toEqual(['Theirs', 'Third'])
  expect((await theirs.owner.call('GET', '/users/me')).status).toBe(401)
  expect((await there.call('GET', '/crm/customers')).status).toBe(404)
})

test('from outside the allowed networks nobody of the organization gets in', async () => {
  const organization = await host.organization('Fenced', ['crm'])
  const set = (by: { call: TestOrganization['owner']['call'] }, networks: string[]) =>
    by.call('PUT', '/organization/allowed-addresses', { body: { networks } })
  const agent = await organization.member('agent')
  expect((await set(host.visitor, [])).status).toBe(401)
  expect((await set(agent, [])).status).toBe(403)
  expect((await set(organization.owner, ['203.0.113.0/24'])).body.code).toBe('would_lock_you_out')
  expect((await set(organization.owner, ['nonsense'])).status).toBe(400)
  expect((await set(organization.owner, ['127.0.0.0/8', '2001:db8::/32'])).body.networks).toEqual([
    '127.0.0.0/8',
    '2001:db8::/32',
  ])
  expect((await agent.call('GET', '/crm/customers')).status).toBe(200)
  await host.query(`update platform.organizations set allowed_addresses = '{203.0.113.0/24}' where id = $1`, [
    organization.id,
  ])
  await eventually(async () =>
    expect(await agent.call('GET', '/crm/customers')).toMatchObject({
      status: 403,
      body: { code: 'address_not_allowed' },
    }),
  )
  expect(
    (await organization.owner.call('POST', '//graphql', { body: { query: '{ __typename }' } })).status,
  ).toBe(403)
  expect((await ours.owner.call('GET', '/crm/customers')).status).toBe(200)
})

test('only an owner has the organization deleted, by its name, and may change their mind', async () => {
  const organization = await host.organization('Going', ['crm', 'ticketing'])
  const admin = await organization.member('admin')
  const order = (by: typeof admin, confirmation: string) =>
    by.call('POST', '/organization/deletion', { body: { confirmation } })
  expect(
    (await host.visitor.call('POST', '/organization/deletion', { body: { confirmation: 'Going' } })).status,
  ).toBe(401)
  expect((await order(admin, 'Going')).body.code).toBe('owners_only')
  expect((await order(organization.owner, 'Coming')).body.code).toBe('name_not_confirmed')
  const { body } = await order(organization.owner, 'Going')
  expect((Date.parse(body.deleteAfter) - Date.now()) / 86_400_000).toBeCloseTo(30, 1)
  expect((await organization.owner.call('DELETE', '/organization/deletion')).body.deleteAfter).toBeNull()
})

test('when the time of grace is over everything of it is gone, and nothing of others', async () => {
  const going = await host.organization('Gone', ['crm', 'ticketing'])
  for (const { owner } of [going, ours]) {
    const { body: customer } = await owner.call('POST', '/crm/customers', {
      body: { companyName: 'Kept or gone' },
    })
    await owner.call('POST', `/crm/customers/${customer.id}/activities`, {
      body: { kind: 'note', subject: 'x', occurredAt: new Date().toISOString() },
    })
  }
  await going.owner.call('POST', '/tickets', { body: { subject: 'x' } })
  await host.query(`update platform.organizations set delete_after = now() where id = $1`, [going.id])
  const hold = await host.query<{ id: string }>(
    `insert into platform.legal_holds (organization_id, email, reason) values ($1, 'x@example.com', 'A lawsuit') returning id`,
    [going.id],
  )
  await (await host.another()).stop()
  expect(await host.query('select 1 from platform.organizations where id = $1', [going.id])).toHaveLength(1)
  await host.query('update platform.legal_holds set released_at = now() where id = $1', [hold[0]?.id])
  const second = await host.another()
  try {
    await eventually(async () =>
      expect(await host.query('select 1 from platform.organizations where id = $1', [going.id])).toEqual([]),
    )
  } finally {
    await second.stop()
  }
  const left = await host.query<{ name: string; rows: number }>(
    `select c.oid::regclass::text as name,
       (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s where organization_id = %L', c.oid::regclass, $1::text), false, true, '')))[1]::text::int as rows
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('platform', 'crm', 'ticketing')`,
    [going.id],
  )
  expect(left.filter(({ rows }) => rows > 0).map(({ name }) => name)).toEqual(['platform.audit_log'])
  await eventually(async () => expect((await going.owner.call('GET', '/users/me')).status).toBe(401))
  expect((await ours.owner.call('GET', '/crm/customers?search=kept')).body.items).toHaveLength(1)
})
