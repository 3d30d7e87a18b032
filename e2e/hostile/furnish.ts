import { readFile } from 'node:fs/promises'
import type { TestHost, TestOrganization } from '@wasla/host'

/** Stands in every text of the organization that is to be kept, and is sent by nobody else. */
export const SECRET = 'Zanzibar-7f3a9c'

/** What an intruder may know of the other organization: its ids, not its words. */
export interface Furnished {
  readonly organization: TestOrganization
  readonly ids: readonly string[]
  readonly cursors: readonly string[]
}

const CUSTOMERS = new URL('../../examples/data/northwind-customers.csv', import.meta.url)

/** An organization with a row of every kind that can be made by a request, each with the secret in it. */
export async function furnish(host: TestHost, modules: readonly string[]): Promise<Furnished> {
  const organization = await host.organization(`${SECRET} Ltd`, modules)
  const make = async (method: string, path: string, body?: object | string, headers = {}) => {
    const answer = await organization.owner.call(method, path, { body, headers })
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
  const text = (what: string): string => `${SECRET} ${what}`
  const customer = await make('POST', '/crm/customers', {
    companyName: text('company'),
    contactName: text('contact'),
    email: `${SECRET.toLowerCase()}@example.com`,
    externalId: text('1'),
  })
  const activity = await make('POST', `/crm/customers/${customer.id}/activities`, {
    kind: 'note',
    subject: text('note'),
  })
  const ticket = await make('POST', '/tickets', {
    subject: text('ticket'),
    description: text('told'),
    customerId: customer.id,
  })
  const comment = await make('POST', `/tickets/${ticket.id}/comments`, { body: text('comment') })
  const role = await make('POST', '/roles', { key: 'keepers', title: text('role'), permissions: [] }).catch(
    () => undefined,
  )
  const key = await make('POST', '/api-keys', {
    name: text('key'),
    permissions: ['crm.customers.read'],
  }).catch(() => undefined)
  const csv = (await readFile(CUSTOMERS, 'utf8')).replaceAll(/^([A-Z]{5}),/gm, `$1,${SECRET} `)
  const imported = await make('POST', '/crm/imports', csv, { 'content-type': 'text/csv' })
  const cursors: string[] = []
  for (const path of [
    '/crm/customers?limit=1',
    '/crm/customers?limit=1&sort=name',
    '/tickets?limit=1',
    '/users?limit=1',
  ]) {
    const { nextCursor } = await make('GET', path)
    if (typeof nextCursor === 'string') cursors.push(nextCursor)
  }
  const { data } = await organization.owner.graphql(
    '{ customers(first: 1) { nodes { id } pageInfo { endCursor } } tickets(first: 1) { nodes { id } } }',
  )
  const ids = [customer, activity, ticket, comment, role, key, imported].flatMap((made) => made?.id ?? [])
  return {
    organization,
    ids: [
      ...ids,
      organization.id,
      organization.owner.userId,
      data.customers.nodes[0]?.id,
      data.tickets.nodes[0]?.id,
    ].filter((id) => typeof id === 'string'),
    cursors: [...cursors, data.customers.pageInfo.endCursor],
  }
}
