import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { verifyAuditTrail } from '@wasla/core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { unzip } from './_unzip.ts'

const EMAIL = 'Sara.Haddad@example.com'
const PHONE = '+962791234567'

let host: TestHost
let ours: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
})

afterAll(() => host.stop())

async function customer(
  organization: TestOrganization,
  contactName: string,
  email: string,
  phone: string | null = null,
) {
  const { status, body } = await organization.owner.call('POST', '/crm/customers', {
    body: { companyName: `Company of ${contactName}`, contactName, email, phone },
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

async function finished(organization: TestOrganization, id: string) {
  return eventually(async () => {
    const { body } = await organization.owner.call('GET', `/privacy/requests/${id}`)
    expect(['completed', 'incomplete', 'refused'], JSON.stringify(body)).toContain(body.status)
    return body
  })
}

async function order(organization: TestOrganization, kind: 'export' | 'erase', subject: object) {
  const { status, body } = await organization.owner.call('POST', '/privacy/requests', {
    body: { kind, subject },
  })
  expect(status, JSON.stringify(body)).toBe(202)
  return finished(organization, body.id)
}

test('requests are for those who may make them, and nobody sees those of others', async () => {
  const body = { kind: 'export', subject: { email: EMAIL } }
  expect((await host.visitor.call('POST', '/privacy/requests', { body })).status).toBe(401)
  expect((await (await ours.member('manager')).call('POST', '/privacy/requests', { body })).status).toBe(403)
  const ordered = await ours.owner.call('POST', '/privacy/requests', { body })
  expect(ordered.status).toBe(202)
  const other = await host.organization('Other')
  expect(await other.owner.call('GET', `/privacy/requests/${ordered.body.id}`)).toMatchObject({
    status: 404,
    body: { code: 'privacy_request_not_found' },
  })
  expect((await other.owner.call('DELETE', `/privacy/holds/${ordered.body.id}`)).body.code).toBe(
    'hold_not_found',
  )
  const about = (subject: object) =>
    ours.owner.call('POST', '/privacy/requests', { body: { kind: 'export', subject } })
  expect((await about({})).body).toMatchObject({ code: 'validation_failed', fields: [{ field: 'subject' }] })
  const { userId } = await ours.member('agent')
  expect((await about({ userId, email: EMAIL })).body.code).toBe('subject_ambiguous')
  expect((await other.owner.call('GET', '/privacy/requests')).body.items).toEqual([])
  expect(
    (await ours.owner.call('POST', '/privacy/requests', { body: { kind: 'erase', subject: {} } })).status,
  ).toBe(400)
})

test('an export holds what every module has about the person, also one that is off, in one archive', async () => {
  const theirs = await host.organization('Theirs', ['crm'])
  await customer(theirs, 'Sara elsewhere', EMAIL)
  const organization = await host.organization('Exporting', ['crm'])
  await customer(organization, 'سارة حداد', EMAIL, PHONE)
  await customer(organization, 'Omar', 'omar@example.com')
  await organization.switch('crm', false)

  const done = await order(organization, 'export', { email: EMAIL })
  expect(done).toMatchObject({
    status: 'completed',
    progress: 1,
    hasArchive: true,
    report: { modules: { crm: { status: 'done', active: false, exported: { customers: 1 } } } },
  })
  const { body } = await organization.owner.call('POST', `/privacy/requests/${done.id}/link`)
  const answer = await fetch(`${host.url}${body.url}`)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  const entries = unzip(Buffer.from(await answer.arrayBuffer()))
  const data = JSON.parse(entries.get('data.json')?.toString() ?? '')
  expect(data.crm[0].records).toMatchObject([{ contactName: 'سارة حداد', phone: PHONE }])
  expect(JSON.stringify(data)).not.toContain('elsewhere')
  expect(JSON.stringify(data)).not.toContain('Omar')
})

test('what is exported of a member is their account without what lets somebody in', async () => {
  const organization = await host.organization('With members')
  const member = await organization.member('agent')
  const done = await order(organization, 'export', { userId: member.userId })
  const { body } = await organization.owner.call('POST', `/privacy/requests/${done.id}/link`)
  const data = JSON.parse(
    unzip(Buffer.from(await (await fetch(`${host.url}${body.url}`)).arrayBuffer()))
      .get('data.json')
      ?.toString() ?? '',
  )
  const byType = Object.fromEntries(
    data.platform.map(({ type, records }: { type: string; records: object[] }) => [type, records]),
  )
  expect(byType.account).toMatchObject([{ id: member.userId, full_name: 'A agent' }])
  expect(byType.memberships).toMatchObject([{ role: 'agent' }])
  expect(byType.sessions.length).toBeGreaterThan(0)
  expect(JSON.stringify(data)).not.toMatch(/password_hash|token_hash|argon2/)
})

test('erasing reaches the modules, the trail, the events and the queues, and the trail still verifies', async () => {
  const organization = await host.organization('Forgetting', ['crm', 'ticketing'])
  const kept = await customer(organization, 'Omar', 'omar@example.com')
  const { id } = await customer(organization, 'Sara Haddad', EMAIL, PHONE)
  await organization.owner.call('PATCH', `/crm/customers/${id}`, { body: { contactTitle: 'Owner' } })
  const { body: exported } = await organization.owner.call('POST', '/privacy/requests', {
    body: { kind: 'export', subject: { email: EMAIL } },
  })
  await finished(organization, exported.id)

  const told = {
    contact: { email: EMAIL.toLowerCase(), phone: PHONE },
    note: `Write to <${EMAIL}>`,
    omar: 'omar@example.com',
  }
  await host.query(
    `insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id) values ($1, 'crm', 'crm.told', 1, $2, uuidv7())`,
    [organization.id, told],
  )
  await host.query(
    `insert into platform.parked_jobs (id, organization_id, module_id, queue, payload) values (uuidv7(), $1, 'crm', 'crm.none', $2)`,
    [organization.id, { data: { payload: told } }],
  )
  // Somebody looked for her, and has the rows in a file.
  const { body: file } = await organization.owner.call('POST', '/exports', {
    body: {
      list: 'crm.customers',
      path: '/crm/customers',
      query: { search: EMAIL },
      columns: [{ header: 'E-mail', fields: ['email'] }],
    },
  })
  const exportsOf = async () => (await organization.owner.call('GET', '/exports')).body.items
  await eventually(async () =>
    expect(await exportsOf()).toMatchObject([{ id: file.id, status: 'completed' }]),
  )
  const done = await order(organization, 'erase', { email: EMAIL, phone: PHONE })
  expect(await exportsOf()).toEqual([])
  expect(done, JSON.stringify(done)).toMatchObject({
    status: 'completed',
    subject: {},
    report: {
      modules: { crm: { status: 'done', erased: [{ type: 'customers', anonymised: 1, erased: 0 }] } },
      remaining: [],
    },
  })
  expect((await organization.owner.call('GET', `/crm/customers/${id}`)).body).toMatchObject({
    companyName: 'Company of Sara Haddad',
    contactName: null,
    email: null,
  })

  const [event] = await host.query<{ payload: typeof told }>(
    `select payload from platform.event_log where name = 'crm.told'`,
  )
  expect(event?.payload.contact.email).toMatch(/^erased-[0-9a-f]{8}@erased\.invalid$/)
  expect(event?.payload).toEqual({
    contact: { email: event?.payload.contact.email, phone: '+10000000000' },
    note: `Write to <${event?.payload.contact.email}>`,
    omar: 'omar@example.com',
  })
  expect(done.report.traces).toMatchObject({ events: 1, parked_jobs: 1 })

  const trail = (await organization.owner.call('GET', `/audit?record=${id}`)).body.items
  expect(trail.length).toBeGreaterThanOrEqual(3)
  expect(trail.every((entry: { valuesErased: boolean }) => entry.valuesErased)).toBe(true)
  expect((await organization.owner.call('GET', `/audit?record=${kept.id}`)).body.items[0].valuesErased).toBe(
    false,
  )
  // Nowhere in the organization's rows, whatever the table.
  for (const { name } of await host.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('platform', 'crm', 'ticketing', 'pgboss')`,
  )) {
    const found = await host.query(
      `select to_jsonb(t) as row from ${name} t where strpos(lower(t::text), $1) > 0 and strpos(t::text, $2) > 0`,
      [EMAIL.toLowerCase(), organization.id],
    )
    expect(found, name).toEqual([])
  }
  expect((await organization.owner.call('POST', `/privacy/requests/${exported.id}/link`)).body.code).toBe(
    'archive_not_found',
  )
  await eventually(async () => {
    const [rest] = await host.query<{ n: number }>(
      'select count(*)::int as n from platform.audit_log where id > coalesce((select max(until_id) from platform.audit_seals), 0)',
    )
    expect(rest?.n).toBe(0)
  })
  const { findings, withoutValues } = await verifyAuditTrail({
    url: host.database,
    encryptionKeys: [Buffer.alloc(32, 7).toString('base64')],
  })
  expect(findings).toEqual([])
  expect(withoutValues).toBeGreaterThanOrEqual(3)
})

test('a member is taken out; the account goes with the last organization', async () => {
  const organization = await host.organization('Leaving')
  const member = await organization.member('agent')
  const done = await order(organization, 'erase', { userId: member.userId })
  expect(done.status, JSON.stringify(done)).toBe('completed')
  expect(done.report.platform).toMatchObject([
    { type: 'memberships', erased: 1 },
    ...Array.from({ length: done.report.platform.length - 2 }, () => ({})),
    { type: 'account', anonymised: 1 },
  ])
  await eventually(async () => expect((await member.call('GET', '/users/me')).status).toBe(401))
  const [user] = await host.query(
    'select email, full_name, password_hash from platform.users where id = $1',
    [member.userId],
  )
  expect(user).toEqual({
    email: `erased-${member.userId}@erased.invalid`,
    full_name: 'Erased',
    password_hash: null,
  })
  const ownerKept = await order(organization, 'erase', { userId: organization.owner.userId })
  expect(ownerKept.report.platform).toMatchObject([
    { type: 'memberships', kept: [{ count: 1, reason: expect.stringContaining('only owner') }] },
  ])
  expect((await organization.owner.call('GET', '/users/me')).status).toBe(200)
})

test('a legal hold forbids erasure, with its reason, until it is released', async () => {
  const organization = await host.organization('Holding', ['crm'])
  await customer(organization, 'Sara Haddad', EMAIL)
  const body = { subject: { email: EMAIL }, reason: 'Court case 12/2026', until: null }
  expect((await host.visitor.call('POST', '/privacy/holds', { body })).status).toBe(401)
  expect((await (await organization.member('manager')).call('POST', '/privacy/holds', { body })).status).toBe(
    403,
  )
  const placed = await organization.owner.call('POST', '/privacy/holds', { body })
  expect(placed.status).toBe(201)
  const refused = await organization.owner.call('POST', '/privacy/requests', {
    body: { kind: 'erase', subject: { email: EMAIL.toUpperCase() } },
  })
  expect([refused.status, refused.body.code, refused.body.hold.reason]).toEqual([
    409,
    'legal_hold',
    'Court case 12/2026',
  ])
  expect((await ours.owner.call('DELETE', `/privacy/holds/${placed.body.id}`)).status).toBe(404)
  expect(
    (await organization.owner.call('DELETE', `/privacy/holds/${placed.body.id}`)).body.releasedAt,
  ).not.toBeNull()
  expect((await organization.owner.call('DELETE', `/privacy/holds/${placed.body.id}`)).body.code).toBe(
    'hold_released',
  )
  expect((await organization.owner.call('GET', '/privacy/holds')).body.items).toHaveLength(1)
  expect((await order(organization, 'erase', { email: EMAIL })).status).toBe('completed')
})
