import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { importCsv } from './_northwind.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization
/** Our rows, by what their ids are called in a path. */
const ids = { customer: '', import: '' }

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
  const { body } = await ours.owner.call('POST', '/crm/customers', { body: { companyName: 'Alfreds' } })
  ids.customer = body.id
  ids.import = (await importCsv(ours.owner, 'company\nBólido\n')).id
})

afterAll(() => host.stop())

const path = (template: string) =>
  template.replace(/\{(\w+)\}/, (_match, name) => ids[name as keyof typeof ids])

/** Who may not: no role of ours lacks the right to read, so an undefined one does. */
interface Endpoint {
  readonly method: string
  readonly template: string
  readonly refused: 'nobody' | 'member'
  readonly permission: string
  readonly body?: object
  readonly status: number
}

const activity = { kind: 'call', subject: 'Asked for a quote' }
const endpoints: Endpoint[] = [
  {
    method: 'GET',
    template: '/crm/customers',
    refused: 'nobody',
    permission: 'crm.customers.read',
    status: 200,
  },
  {
    method: 'POST',
    template: '/crm/customers',
    refused: 'member',
    permission: 'crm.customers.write',
    body: { companyName: 'Berglunds' },
    status: 201,
  },
  {
    method: 'GET',
    template: '/crm/customers/{customer}',
    refused: 'nobody',
    permission: 'crm.customers.read',
    status: 200,
  },
  {
    method: 'PATCH',
    template: '/crm/customers/{customer}',
    refused: 'member',
    permission: 'crm.customers.write',
    body: { city: 'Berlin' },
    status: 200,
  },
  {
    method: 'GET',
    template: '/crm/customers/{customer}/activities',
    refused: 'nobody',
    permission: 'crm.activities.read',
    status: 200,
  },
  {
    method: 'POST',
    template: '/crm/customers/{customer}/activities',
    refused: 'member',
    permission: 'crm.activities.write',
    body: activity,
    status: 201,
  },
  {
    method: 'GET',
    template: '/crm/activities?from=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z',
    refused: 'nobody',
    permission: 'crm.activities.read',
    status: 200,
  },
  {
    method: 'GET',
    template: '/crm/sales-stages',
    refused: 'nobody',
    permission: 'crm.sales-stages.read',
    status: 200,
  },
  {
    method: 'GET',
    template: '/crm/imports',
    refused: 'nobody',
    permission: 'crm.imports.read',
    status: 200,
  },
  {
    method: 'GET',
    template: '/crm/imports/{import}',
    refused: 'nobody',
    permission: 'crm.imports.read',
    status: 200,
  },
  {
    method: 'DELETE',
    template: '/crm/customers/{customer}',
    refused: 'member',
    permission: 'crm.customers.write',
    status: 204,
  },
]

test.each(endpoints.filter(({ template }) => template.includes('{')))(
  '$method $template: 404 for another organization, which learns nothing',
  async ({ method, template, body }) => {
    const answer = await theirs.owner.call(method, path(template), { body })
    expect(answer.status).toBe(404)
    expect(JSON.stringify(answer.body)).not.toContain('Alfreds')
  },
)

describe.each(endpoints)('$method $template', ({ method, template, refused, permission, body, status }) => {
  test('401 for whoever is not signed in', async () => {
    const answer = await host.visitor.call(method, path(template), { body })
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
  })

  test('403 names the permission that is missing', async () => {
    const answer = await (await ours.member(refused)).call(method, path(template), { body })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ code: 'permission_denied', permission })
  })

  test('works for a member who may', async () => {
    const answer = await ours.owner.call(method, path(template), { body })
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  })

  test('404 module_inactive where the module is off', async () => {
    const elsewhere = await host.organization('Without the CRM')
    const answer = await elsewhere.owner.call(method, path(template), { body })
    expect([answer.status, answer.body.code]).toEqual([404, 'module_inactive'])
  })
})

test('what another organization lists, searches and filters is its own', async () => {
  await theirs.owner.call('POST', '/crm/customers', { body: { companyName: 'Their only one' } })
  const queries = ['', '?sort=name', '?search=alfreds', '?search=b', '?country=Germany', '?limit=100']
  for (const query of queries) {
    const { body } = await theirs.owner.call('GET', `/crm/customers${query}`)
    expect(body.items.map((item: { companyName: string }) => item.companyName)).toEqual(
      ['?search=alfreds', '?search=b', '?country=Germany'].includes(query) ? [] : ['Their only one'],
    )
  }
})
