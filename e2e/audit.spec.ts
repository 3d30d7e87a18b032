import { startTestHost, type Answer, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'

let host: TestHost
let organization: TestOrganization
let customerId: string

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  organization = await host.organization('Audited', ['crm'])
  const created = await organization.owner.call('POST', '/crm/customers', {
    body: { companyName: 'Acme, "The" Company', email: 'info@acme.example' },
  })
  expect(created.status).toBe(201)
  customerId = created.body.id
  const changed = await organization.owner.call('PATCH', `/crm/customers/${customerId}`, {
    body: { companyName: '=1+1' },
  })
  expect(changed.status).toBe(200)
})

afterAll(() => host.stop())

test('the trail is for those who may read it, and only their own', async () => {
  expect((await host.visitor.call('GET', '/audit')).status).toBe(401)
  expect((await (await organization.member('agent')).call('GET', '/audit')).status).toBe(403)
  const { status, body } = await organization.owner.call('GET', `/audit?record=${customerId}`)
  expect(status).toBe(200)
  expect(body.items).toMatchObject([
    {
      plugin: 'crm',
      table: 'customers',
      action: 'update',
      actorId: organization.owner.userId,
      before: { company_name: 'Acme, "The" Company' },
      after: { company_name: '=1+1' },
    },
    { action: 'insert', actorName: 'Owner of Audited', before: null, valuesErased: false },
  ])
  const other = await host.organization('Other', ['crm'])
  expect((await other.owner.call('GET', `/audit?record=${customerId}`)).body.items).toEqual([])
})

test('it is filtered and read page by page', async () => {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const position: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page: Answer<{ items: { id: string }[]; nextCursor: string | null }> =
      await organization.owner.call('GET', `/audit?plugin=crm&limit=1${position}`)
    seen.push(...page.body.items.map(({ id }) => id))
    cursor = page.body.nextCursor
  }
  const { body } = await organization.owner.call('GET', '/audit?plugin=crm&limit=100')
  expect(seen).toEqual(body.items.map(({ id }: { id: string }) => id))
  const [latest] = body.items
  const inRequest = await organization.owner.call(
    'GET',
    `/audit?requestId=${latest.requestId}&action=update&from=${encodeURIComponent(latest.at)}`,
  )
  expect(inRequest.body.items).toHaveLength(1)
  expect(
    (
      await organization.owner.call(
        'GET',
        `/audit?until=${encodeURIComponent(latest.at)}&record=${customerId}`,
      )
    ).body.items,
  ).toHaveLength(1)
  expect((await organization.owner.call('GET', '/audit?cursor=WyJ4Il0')).body.code).toBe('invalid_cursor')
  expect((await organization.owner.call('GET', '/audit?actor=me')).status).toBe(400)
})

test('it is exported whole, as JSON lines and as CSV that no spreadsheet runs', async () => {
  const lines = await organization.owner.call<string>('GET', `/audit/export?record=${customerId}`)
  expect(lines.headers.get('content-disposition')).toContain('audit.ndjson')
  expect(
    lines.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).action),
  ).toEqual(['update', 'insert'])
  const csv = await organization.owner.call<string>('GET', `/audit/export?format=csv&record=${customerId}`)
  expect(csv.body.split('\r\n')[0]).toBe(
    'id,at,plugin,table,record,action,actorId,actorName,requestId,before,after,valuesErased',
  )
  expect(csv.body).toContain('Acme, \\""The\\"" Company')
  expect((await (await organization.member('agent')).call('GET', '/audit/export')).status).toBe(403)
})

test('a host seals what it wrote', async () => {
  await eventually(async () => {
    const [row] = await host.query<{ unsealed: number }>(
      `select count(*)::int as unsealed from platform.audit_log where id > coalesce((select max(until_id) from platform.audit_seals), 0)`,
    )
    expect(row?.unsealed).toBe(0)
  })
  const seals = await host.query<{ signature: string }>('select signature from platform.audit_seals')
  expect(seals.length).toBeGreaterThan(0)
  expect(seals.every(({ signature }) => signature.startsWith('s1.'))).toBe(true)
})
