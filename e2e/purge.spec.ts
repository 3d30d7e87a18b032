import { fileURLToPath } from 'node:url'
import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { purge } from './_purge.ts'
import { storedRows } from './isolation/_stored-rows.ts'

const showcase = {
  directory: fileURLToPath(new URL('showcase', import.meta.url)),
  load: () => import('./showcase/plugin.ts'),
}

let host: TestHost

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: [showcase] })
})

afterAll(() => host.stop())

/** An organization with rows of every module. */
async function furnished(name: string): Promise<TestOrganization> {
  const organization = await host.organization(name, ['ticketing', 'showcase'])
  const make = async (path: string, body: object) => {
    const answer = await organization.owner.call('POST', path, { body })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }
  const customer = await make('/crm/customers', {
    companyName: name,
    email: `${name.toLowerCase()}@example.com`,
  })
  const ticket = await make('/tickets', { subject: 'First', customerId: customer.id })
  await make('/tickets', { subject: 'Second' })
  await make(`/tickets/${ticket.id}/comments`, { body: 'Said' })
  await make('/showcase/pages', {
    slug: `${name.toLowerCase()}-page`,
    title: name,
    price: '9007199254740993',
  })
  await organization.owner.call('PUT', '/modules/ticketing/settings', {
    body: { value: { closeAfterDays: 30 } },
  })
  // Deliveries leave traces too; a comparison begins when they have come to rest.
  await eventually(async () =>
    expect(
      await host.query(`select from pgboss.job where state < 'completed' and group_id is not null
         union all select from platform.unrelayed_events`),
    ).toEqual([]),
  )
  return organization
}

const lines = (ndjson: string) =>
  ndjson
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const rowsOf = (rows: Record<string, string[]>, schema: string) =>
  Object.entries(rows).flatMap(([table, stored]) => (table.startsWith(`${schema}.`) ? stored : []))

test('off, exported, previewed and purged: nothing is left of it, and nothing else is touched', async () => {
  const ours = await furnished('Ours')
  const theirs = await furnished('Theirs')
  const call = (method: string, path: string, body?: object) =>
    ours.owner.call(method, `/modules/ticketing${path}`, { body })

  for (const [method, path, body] of [
    ['GET', '/export'],
    ['GET', '/purge-preview'],
    ['POST', '/purge', { confirmation: 'x' }],
  ] as const) {
    expect((await call(method, path, body)).status, 'refused while it is on').toBe(409)
    const manager = await ours.member('manager')
    expect((await manager.call(method, `/modules/ticketing${path}`, { body })).status).toBe(403)
  }

  await ours.switch('ticketing', false)
  const theirsBefore = await storedRows(host, theirs.id)
  const oursBefore = await storedRows(host, ours.id)
  expect(rowsOf(oursBefore, 'ticketing').length).toBeGreaterThan(0)

  const exported = lines((await call('GET', '/export')).body)
  expect(exported[0].export).toMatchObject({ organization: ours.id, module: 'ticketing' })
  expect(exported.at(-1).end.rows).toMatchObject({ tickets: 2, comments: 1 })
  const tickets = exported.filter(({ table }) => table === 'tickets')
  expect(tickets.map(({ row }) => row.subject).sort()).toEqual(['First', 'Second'])
  expect(JSON.stringify(exported)).not.toContain(theirs.id)

  const preview = (await call('GET', '/purge-preview')).body
  expect(preview.rows).toMatchObject({
    tickets: 2,
    comments: 1,
    'platform.integration_mappings': 1,
    'platform.settings': 1,
  })
  const guessed = await call('POST', '/purge', { confirmation: 'a guess' })
  expect([guessed.status, guessed.body.code]).toEqual([409, 'purge_changed'])
  // What was done is seen by who may see modules, and in this organization only.
  const { id } = await purge(ours.owner, 'ticketing', preview.confirmation)
  const purges = async (asker: Pick<TestClient, 'call'>) => await asker.call('GET', '/modules/purges')
  expect((await purges(ours.owner)).body.items).toMatchObject([
    { id, module: 'ticketing', status: 'completed', rows: preview.rows, failure: null },
  ])
  expect((await purges(await ours.member('nobody'))).status).toBe(403)
  expect((await purges(host.visitor)).status).toBe(401)
  expect((await purges(theirs.owner)).body.items).toEqual([])

  const oursAfter = await storedRows(host, ours.id)
  expect(rowsOf(oursAfter, 'ticketing')).toEqual([])
  expect(rowsOf(oursAfter, 'crm')).toEqual(rowsOf(oursBefore, 'crm'))
  expect(rowsOf(oursAfter, 'showcase')).toEqual(rowsOf(oursBefore, 'showcase'))
  expect(await storedRows(host, theirs.id)).toEqual(theirsBefore)

  await ours.switch('ticketing', true)
  expect((await ours.owner.call('GET', '/tickets')).body.items).toEqual([])
  expect((await ours.owner.call('POST', '/tickets', { body: { subject: 'New' } })).body.number).toBe(1)
  const settings = await ours.owner.call('GET', '/modules/ticketing/settings')
  expect(settings.body.value.closeAfterDays).toBe(7)
})

describe('a host without the plugin’s folder', () => {
  let without: TestHost
  let ours: TestOrganization
  let owner: TestClient

  beforeAll(async () => {
    ours = await furnished('Forsaken')
    without = await host.another({ plugins: [] })
    owner = new TestClient(without.url, ours.owner.token)
  })

  afterAll(() => without.stop())

  const call = (method: string, path: string, body?: object) => owner.call(method, path, { body })

  test('starts, serves the rest, and lists the module as missing', async () => {
    expect((await without.visitor.call('GET', '//readyz')).status).toBe(200)
    expect((await call('GET', '/crm/customers')).body.items).toHaveLength(1)
    expect((await call('GET', '/showcase/pages')).status).toBe(404)
    const { items } = (await call('GET', '/modules')).body
    expect(items.find(({ id }: { id: string }) => id === 'showcase')).toMatchObject({
      name: { en: 'Showcase', ar: 'المعرض' },
      active: true,
      status: 'missing',
    })
  })

  test('switches it off, exports and purges it', async () => {
    const off = await call('PUT', '/modules/showcase?wait=acknowledged', { active: false })
    expect(off.status, JSON.stringify(off.body)).toBe(200)
    const exported = lines((await call('GET', '/modules/showcase/export')).body)
    const [page] = exported.filter(({ table }) => table === 'pages')
    expect(page.row).toMatchObject({ title: 'Forsaken', slug: 'forsaken-page' })
    const preview = (await call('GET', '/modules/showcase/purge-preview')).body
    expect(preview.rows).toMatchObject({ pages: 1, 'platform.addresses': 1 })
    expect((await purge(owner, 'showcase', preview.confirmation)).status).toBe('completed')
    expect(rowsOf(await storedRows(host, ours.id), 'showcase')).toEqual([])
    expect((await call('GET', '/crm/customers')).body.items).toHaveLength(1)
  })

  test('does not switch it on again', async () => {
    const { status, body } = await call('PUT', '/modules/showcase', { active: true })
    expect(status).toBe(409)
    expect(body.detail).toContain('showcase')
  })
})
