import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startTestHost, type Answer, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { walkGraphql } from './isolation/_graphql-walk.ts'
import { walkRest, type Visit } from './isolation/_rest-walk.ts'
import { storedRows } from './isolation/_stored-rows.ts'

/** Stands in every text of ours, and in nothing of theirs. */
const MARK = 'Zanzibar'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization
let before: Record<string, string[]>
const ids: string[] = []
const globalIds: string[] = []
const cursors: string[] = []

beforeAll(async () => {
  const showcase = {
    directory: fileURLToPath(new URL('showcase', import.meta.url)),
    load: () => import('./showcase/plugin.ts'),
  }
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: [showcase] })
  ours = await host.organization(MARK, ['ticketing', 'showcase'])
  theirs = await host.organization('Theirs', ['ticketing', 'showcase'])
  await furnish()
  before = await storedRows(host, ours.id)
})

afterAll(() => host.stop())

const make = async (method: string, path: string, body?: object | string, headers = {}) => {
  const answer = await ours.owner.call(method, path, { body, headers })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** A row of ours of every kind there is; its ids are what the stranger tries. */
async function furnish() {
  const mark = (text: string) => `${MARK} ${text}`
  const customer = await make('POST', '/crm/customers', { companyName: mark('Ltd'), externalId: mark('1') })
  const activity = await make('POST', `/crm/customers/${customer.id}/activities`, {
    kind: 'note',
    subject: mark('note'),
  })
  const ticket = await make('POST', '/tickets', { subject: mark('ticket'), customerId: customer.id })
  const comment = await make('POST', `/tickets/${ticket.id}/comments`, { body: mark('comment') })
  const page = await make('POST', '/showcase/pages', { slug: 'ours-alone', title: mark('page') })
  const { items } = await make('GET', '/crm/sales-stages')
  const csv = await readFile(new URL('../examples/data/northwind-customers.csv', import.meta.url), 'utf8')
  const rows = csv.replaceAll(/^([A-Z]{5}),/gm, `$1,${MARK} `)
  const imported = await make('POST', '/crm/imports', rows, { 'content-type': 'text/csv' })
  const { jobId } = await make('POST', '/showcase/sweeps')
  await eventually(async () => {
    expect((await make('GET', `/crm/imports/${imported.id}`)).status).toBe('finished')
    expect(
      await host.query(`select from pgboss.job where state < 'completed' and group_id is not null
         union all select from platform.unrelayed_events`),
    ).toEqual([])
  })
  ids.push(customer.id, activity.id, ticket.id, comment.id, page.id, items[0].id, imported.id, jobId)
  ids.push(ours.id, ours.owner.userId)
  for (const path of ['/crm/customers?limit=5', '/crm/customers?limit=5&sort=name']) {
    cursors.push((await make('GET', path)).nextCursor)
  }
  const { data } = await ours.owner.graphql(
    '{ customers(first: 2) { nodes { id } } tickets(first: 2) { nodes { id } } }',
  )
  globalIds.push(...[...data.customers.nodes, ...data.tickets.nodes].map(({ id }: { id: string }) => id))
}

/** Nothing of ours changed, and nothing of theirs points at anything of ours. */
async function expectUntouched() {
  expect(await storedRows(host, ours.id)).toEqual(before)
  const rows = Object.entries(await storedRows(host, theirs.id)).flatMap(([table, stored]) =>
    stored.map((row) => `${table} ${row}`),
  )
  expect(rows.filter((row) => ids.some((id) => row.includes(id)))).toEqual([])
}

describe('a member of another organization', () => {
  let visits: Visit[]

  beforeAll(async () => {
    visits = await walkRest(theirs.owner, ids, { text: MARK, cursors })
  })

  test('finds nothing by any operation of the OpenAPI document, whichever id it is given', () => {
    const operations = new Set(visits.map(({ operation }) => operation.split(/[/?]/, 3).join('/')))
    expect(visits.length).toBeGreaterThan(200)
    expect(operations.size).toBeGreaterThan(10)
    // A list of what is linked to a record that is not there is empty.
    const nothing = ({ status, body }: Answer) =>
      (status >= 400 && status < 500) || JSON.stringify(body) === '[]'
    const found = visits.filter(({ byId, answer }) => byId && !nothing(answer))
    expect(found.map(({ operation, answer }) => [operation, answer.status])).toEqual([])
  })

  test('reads no word of ours', () => {
    // What it wrote itself carries the mark too; names and words of ours carry more.
    const words = [`${MARK} `, ...ids]
    const told = visits.filter(({ answer }) => {
      const body = JSON.stringify(answer.body ?? '').replaceAll(
        JSON.stringify(answer.body?.instance ?? 0),
        '',
      )
      return words.some((word) => body.includes(word))
    })
    expect(told.map(({ operation, answer }) => [operation, answer.body])).toEqual([])
  })

  test('is signed in to the end', () => {
    const anonymous = visits.filter(({ answer }) => answer.status === 401)
    expect(anonymous.map(({ operation }) => operation)).toEqual([])
  })

  test('makes no operation fail', () => {
    const failed = visits.filter(({ answer }) => answer.status >= 500)
    expect(failed.map(({ operation, answer }) => [operation, answer.status])).toEqual([])
  })

  test('changes and moves nothing of ours, and points at nothing of ours', expectUntouched)

  test('reaches nothing by any field of GraphQL, by REST’s ids or by global ones', async () => {
    const answers = await walkGraphql(theirs.owner, [...ids, ...globalIds], MARK)
    expect(answers.length).toBeGreaterThan(50)
    const told = answers.filter(({ answer }) => JSON.stringify(answer.data ?? null).includes(`${MARK} `))
    expect(told.map(({ operation }) => operation)).toEqual([])
    const nodes = answers.filter(
      ({ answer }) => answer.data?.node != null || answer.data?.nodes?.some(Boolean),
    )
    expect(nodes).toEqual([])
    const failed = answers.filter(({ answer }) =>
      answer.errors?.some(
        (error: { extensions?: { code?: string } }) => error.extensions?.code === 'internal_error',
      ),
    )
    expect(failed.map(({ operation, answer }) => [operation, answer.errors])).toEqual([])
    await expectUntouched()
  })

  test('counts only its own', async () => {
    const { body } = await theirs.owner.call('GET', '/crm/customers?limit=100')
    const own = await host.query('select from crm.customers where organization_id = $1', [theirs.id])
    expect(body.items).toHaveLength(own.length)
    await theirs.switch('showcase', false)
    const { body: preview } = await theirs.owner.call('GET', '/modules/showcase/purge-preview')
    const pages = await host.query('select from showcase.pages where organization_id = $1', [theirs.id])
    expect(preview.rows['showcase.pages'] ?? preview.rows.pages).toBe(pages.length)
  })
})

test('an owner of ours who looks the same way finds it all: the walk can see', async () => {
  const seen = await walkRest(ours.owner, [ids[0]!], { text: MARK, cursors: [] })
  expect(
    seen.some(
      ({ operation, answer }) => operation.startsWith('GET /crm/customers/') && answer.status === 200,
    ),
  ).toBe(true)
  const answers = await walkGraphql(ours.owner, [globalIds[0]!], MARK)
  expect(JSON.stringify(answers)).toContain(`${MARK} `)
  expect(answers.some(({ answer }) => answer.data?.node != null)).toBe(true)
})
