import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { importCsv, northwind } from './_northwind.ts'

let host: TestHost
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  theirs = await host.organization('Theirs', ['crm'])
})

afterAll(() => host.stop())

const post = (organization: TestOrganization, csv: string, headers: Record<string, string> = {}) =>
  organization.owner.call('POST', '/crm/imports', {
    body: csv,
    headers: { 'content-type': 'text/csv', ...headers },
  })

const customers = async ({ owner }: TestOrganization, query = '') =>
  (await owner.call('GET', `/crm/customers?limit=100${query}`)).body.items

describe('the Northwind file', () => {
  let ours: TestOrganization

  beforeAll(async () => {
    ours = await host.organization('Northwind', ['crm'])
  })

  test('a dry run foretells everything and changes nothing', async () => {
    const foretold = await importCsv(ours.owner, await northwind(), '?dryRun=true')
    expect(foretold).toMatchObject({ dryRun: true, processed: 91, created: 91, updated: 0, refused: 0 })
    expect(await customers(ours)).toEqual([])
  })

  test('becomes 91 customers with their accents, and numbers that cannot be dialled kept as written', async () => {
    const report = await importCsv(ours.owner, await northwind())
    expect(report).toMatchObject({ dryRun: false, processed: 91, created: 91, updated: 0, refused: 0 })
    const all = await customers(ours)
    expect(all).toHaveLength(91)
    const [antonio] = await customers(ours, '&search=antonio%20moreno%20taqueria')
    expect(antonio).toMatchObject({ companyName: 'Antonio Moreno Taquería', externalId: 'ANTON' })
    const undialled = all.filter(
      (item: { phone: string | null; phoneRaw: string | null }) =>
        item.phone === null && item.phoneRaw !== null,
    )
    const doubted = report.remarks.filter(({ field }: { field: string }) => field === 'phone')
    expect(doubted).toHaveLength(undialled.length)
    expect(doubted[0]).toMatchObject({ severity: 'warning', line: expect.any(Number) })
    // What is remarked outlives an erasure, so nothing of a person stands in it.
    expect(JSON.stringify(doubted)).not.toMatch(/[\d() .-]{7,}/)
  })

  test('announces each customer once, as imported', async () => {
    const events = await host.query(
      `select payload ->> 'source' as source from platform.event_log
       where organization_id = $1 and name = 'crm.customer.created'`,
      [ours.id],
    )
    expect(events).toEqual(Array.from({ length: 91 }, () => ({ source: 'import' })))
  })

  test('again changes the customers there are, and a dry run says so before', async () => {
    const foretold = await importCsv(ours.owner, await northwind(), '?dryRun=true')
    expect(foretold).toMatchObject({ created: 0, updated: 91 })
    expect(await importCsv(ours.owner, await northwind())).toMatchObject({ created: 0, updated: 91 })
    expect(await customers(ours)).toHaveLength(91)
  })

  test('by another organization makes customers of its own, with the same external ids', async () => {
    const before = await customers(ours)
    expect(await importCsv(theirs.owner, await northwind())).toMatchObject({ created: 91, updated: 0 })
    expect(await customers(ours)).toEqual(before)
    const ids = new Set(before.map(({ id }: { id: string }) => id))
    const others = await customers(theirs)
    expect(others).toHaveLength(91)
    expect(others.filter(({ id }: { id: string }) => ids.has(id))).toEqual([])
  })

  test('the uploaded file is kept no longer than needed', async () => {
    expect(await host.query(`select from crm.customer_imports where source <> ''`)).toEqual([])
  })
})

test('rows that cannot be taken are named by line and field, the others are taken', async () => {
  const ours = await host.organization('Bad rows', ['crm'])
  const report = await importCsv(
    ours.owner,
    'CustomerID,Company,Email\nA,First,a@example.com\nB,,b@example.com\nC,Third,nonsense\n',
  )
  expect(report).toMatchObject({ created: 1, refused: 2 })
  expect(report.remarks).toMatchObject([
    { line: 3, severity: 'error', field: 'companyName' },
    { line: 4, severity: 'error', field: 'email' },
  ])
})

test('the refused lines come back with their reasons, to be mended and imported as they are', async () => {
  const ours = await host.organization('Mended', ['crm'])
  const csv = 'Company,Email,Favourite colour\nGood,good@example.com,red\n"Bad, ""very"" bad",nonsense,شكراً\n'
  const report = await importCsv(ours.owner, csv)
  expect(report).toMatchObject({ created: 1, refused: 1 })
  expect(report.remarks[0]).toMatchObject({ line: 1, severity: 'warning', field: 'Favourite colour' })
  const path = `/crm/imports/${report.id}/error-file`
  const { status, body } = await ours.owner.call('GET', path)
  expect(status).toBe(200)
  const [header, line] = body.split('\r\n')
  expect(header).toContain('"Company","Email","Favourite colour","Error"')
  expect(line).toMatch(/^"Bad, ""very"" bad","nonsense","شكراً","email: .+"$/)
  const again = await importCsv(ours.owner, body.replace('nonsense', 'mended@example.com'))
  expect(again).toMatchObject({ created: 1, refused: 0, errorFileId: null })
  const none = await ours.owner.call('GET', `/crm/imports/${again.id}/error-file`)
  expect([none.status, none.body.code]).toEqual([404, 'crm.import_error_file_missing'])
  expect((await host.visitor.call('GET', path)).status).toBe(401)
  expect((await theirs.owner.call('GET', path)).body.code).toBe('crm.import_not_found')
})

test('a customer is known again by e-mail, in whatever case, as the dry run says', async () => {
  const ours = await host.organization('Mail', ['crm'])
  await ours.owner.call('POST', '/crm/customers', { body: { companyName: 'Known', email: 'A@example.com' } })
  const csv =
    'ID,Company,Email\n1,Renamed,a@EXAMPLE.com\n,Second,b@example.com\n2,Twice,B@example.com\n3,Third,b@example.com\n'
  const expected = { created: 2, updated: 2, refused: 0 }
  expect(await importCsv(ours.owner, csv, '?dryRun=true')).toMatchObject(expected)
  expect(await importCsv(ours.owner, csv)).toMatchObject(expected)
  expect(await customers(ours, '&sort=name')).toMatchObject([
    { companyName: 'Renamed', externalId: '1', email: 'a@example.com' },
    { companyName: 'Third', externalId: '3' },
    { companyName: 'Twice', externalId: '2', email: 'b@example.com' },
  ])
  expect(await customers(ours, '&email=B@Example.com')).toHaveLength(2)
})

test('an id twice in one file is one customer, as the dry run says', async () => {
  const ours = await host.organization('Twice', ['crm'])
  const csv = 'CustomerID,Company\nA,First\nA,Second\n'
  expect(await importCsv(ours.owner, csv, '?dryRun=true')).toMatchObject({ created: 1, updated: 1 })
  expect(await importCsv(ours.owner, csv)).toMatchObject({ created: 1, updated: 1 })
  expect(await customers(ours)).toMatchObject([{ companyName: 'Second', version: 2 }])
})

test('a file without a column leaves what the column would fill', async () => {
  const ours = await host.organization('Columns', ['crm'])
  await importCsv(ours.owner, 'CustomerID,Company,Phone,City\nA,First,+966 50 123 4567,Riyadh\n')
  await importCsv(ours.owner, 'CustomerID,Company,City\nA,Renamed,\n')
  expect(await customers(ours)).toMatchObject([
    { companyName: 'Renamed', phone: '+966501234567', phoneRaw: '+966 50 123 4567', city: 'Riyadh' },
  ])
})

test('stages and owners of another organization are left out, and named', async () => {
  const ours = await host.organization('References', ['crm'])
  const stage = async ({ owner }: TestOrganization) =>
    (await owner.call('GET', '/crm/sales-stages')).body.items[0].id
  const [own, foreign] = [await stage(ours), await stage(theirs)]
  const report = await importCsv(
    ours.owner,
    `CustomerID,Company,StageId,OwnerId\nA,First,${own},${ours.owner.userId}\nB,Second,${foreign},${theirs.owner.userId}\n`,
  )
  expect(report).toMatchObject({ created: 2, refused: 0 })
  expect(report.remarks).toMatchObject([
    { line: 3, severity: 'warning', field: 'stageId' },
    { line: 3, severity: 'warning', field: 'ownerId' },
  ])
  expect(await customers(ours)).toMatchObject([
    { companyName: 'Second', stageId: null, ownerId: null },
    { companyName: 'First', stageId: own, ownerId: ours.owner.userId },
  ])
})

test('whoever started imports finds their own again, those under way first', async () => {
  const ours = await host.organization('Found again', ['crm'])
  const colleague = await ours.member('admin')
  const latest = async (by: { call: TestOrganization['owner']['call'] }) =>
    (await by.call('GET', '/crm/imports')).body.items
  const first = await importCsv(ours.owner, 'company\nFirst\n')
  const second = await importCsv(ours.owner, 'company\nSecond\n', '?dryRun=true')
  await host.query(`update crm.customer_imports set status = 'running' where id = $1`, [first.id])
  expect(await latest(ours.owner)).toMatchObject([
    { id: first.id, status: 'running' },
    { id: second.id, status: 'finished', dryRun: true },
  ])
  expect(await latest(colleague)).toEqual([])
  expect(await latest(theirs.owner)).not.toContainEqual(expect.objectContaining({ id: second.id }))
})

describe('starting an import', () => {
  test('opens 401, 403 and 415', async () => {
    const headers = { 'content-type': 'text/csv' }
    expect((await host.visitor.call('POST', '/crm/imports', { body: 'company\nA', headers })).status).toBe(
      401,
    )
    const member = await theirs.member('member')
    const refused = await member.call('POST', '/crm/imports', { body: 'company\nA', headers })
    expect([refused.status, refused.body.permission]).toEqual([403, 'crm.imports.write'])
    expect((await post(theirs, 'company\nA', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  test.each([
    ['', 'a file that is empty'],
    ['a,b\n1,2\n', 'no company'],
    ['Company\n"open', 'not closed'],
  ])('refuses %j', async (csv) => {
    const { status } = await post(theirs, csv)
    expect(status).toBe(400)
  })

  test('cannot be repeated by an Idempotency-Key, and says so', async () => {
    const { status, body } = await post(theirs, 'company\nA', { 'idempotency-key': 'once' })
    expect([status, body.code]).toEqual([400, 'idempotency_unsupported'])
  })
})
