import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, TestClient } from '@wasla/host'

/** Told what was asked, and what came back. */
export type Report = (step: string, outcome: string) => void

interface Named {
  readonly companyName: string
  readonly externalId: string | null
}

export class UnexpectedAnswer extends Error {}

/** @throws UnexpectedAnswer unless the status is the expected one */
function expectStatus<Body>(answer: Answer<Body>, status: number, what: string): Body {
  if (answer.status === status) return answer.body
  throw new UnexpectedAnswer(
    `${what}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`,
  )
}

function expectTrue(condition: boolean, what: string): void {
  if (!condition) throw new UnexpectedAnswer(what)
}

const CUSTOMERS = `query Customers($search: String) {
  customers(first: 3, search: $search) {
    nodes { companyName city activities(first: 2) { kind subject } }
    pageInfo { hasNextPage endCursor }
  }
}`

const CUSTOMERS_WITH_TICKETS = `{ customers(first: 1, search: "Alfreds") { nodes { companyName tickets { number subject } } } }`

/** The main job: from a new organization to a module that went and came back. Fails on the first thing that is not as it should be. */
export async function walk(api: TestClient, csv: URL, report: Report): Promise<void> {
  await register(api, report)
  await importCustomers(api, csv, report)
  const customer = await readOverRest(api, report)
  await readOverGraphql(api, customer, report)
  await openTicket(api, customer, report)
  await switchCrmOffAndOn(api, report)
}

async function register(api: TestClient, report: Report): Promise<void> {
  const email = `amal-${Date.now().toString(36)}@example.com`
  const created = expectStatus(
    await api.call('POST', '/auth/register', {
      body: {
        organizationName: 'Northwind Traders',
        fullName: 'Amal Saleh',
        email,
        password: 'a long one of my own',
      },
    }),
    201,
    'register an organization',
  )
  api.token = created.accessToken
  report(
    'POST /api/v1/auth/register',
    `201, organization "${created.organization.name}" with owner ${created.user.email}`,
  )
  expectTrue(
    (await api.call('GET', '/crm/customers')).body.code === 'module_inactive',
    'the CRM answers before it is switched on',
  )
  report('GET /api/v1/crm/customers', '404 module_inactive: the CRM is still off')
}

async function importCustomers(api: TestClient, csv: URL, report: Report): Promise<void> {
  expectStatus(
    await api.call('PUT', '/modules/crm?wait=acknowledged', { body: { active: true } }),
    200,
    'switch the CRM on',
  )
  report('PUT /api/v1/modules/crm {"active": true}', '200, acknowledged by every host')
  const started = expectStatus(
    await api.call('POST', '/crm/imports', {
      body: await readFile(csv, 'utf8'),
      headers: { 'content-type': 'text/csv' },
    }),
    202,
    'start the import',
  )
  report('POST /api/v1/crm/imports (text/csv)', `202, import ${started.id}`)
  const finished = await waitFor(async () => {
    const { body } = await api.call('GET', `/crm/imports/${started.id}`)
    return body.status === 'finished' ? body : undefined
  }, 'the import finishes')
  expectTrue(
    finished.created === 91 && finished.refused === 0,
    `91 customers are imported, not ${JSON.stringify(finished)}`,
  )
  report(
    `GET /api/v1/crm/imports/…`,
    `finished: ${finished.created} created, ${finished.refused} refused, ${finished.remarks.length} phone numbers kept as written`,
  )
}

async function readOverRest(api: TestClient, report: Report): Promise<{ id: string; companyName: string }> {
  const page = expectStatus(await api.call('GET', '/crm/customers?limit=3&sort=name'), 200, 'list customers')
  report(
    'GET /api/v1/crm/customers?limit=3&sort=name',
    page.items.map((item: Named) => item.companyName).join(', '),
  )
  const next = expectStatus(
    await api.call('GET', `/crm/customers?limit=3&sort=name&cursor=${page.nextCursor}`),
    200,
    'list the next page',
  )
  report('…&cursor=…', next.items.map((item: Named) => item.companyName).join(', '))
  const found = expectStatus(
    await api.call('GET', '/crm/customers?search=antonio%20moreno%20taqueria'),
    200,
    'search without accents',
  )
  expectTrue(found.items[0]?.companyName === 'Antonio Moreno Taquería', 'search ignores accents')
  report('GET /api/v1/crm/customers?search=antonio moreno taqueria', found.items[0].companyName)
  const german = expectStatus(
    await api.call('GET', '/crm/customers?country=Germany&limit=100'),
    200,
    'filter by country',
  )
  expectTrue(german.items.length === 11, 'there are 11 German customers')
  report('GET /api/v1/crm/customers?country=Germany', `${german.items.length} customers`)
  const alfreds = german.items.find((item: Named) => item.externalId === 'ALFKI')
  expectStatus(
    await api.call('POST', `/crm/customers/${alfreds.id}/activities`, {
      body: { kind: 'call', subject: 'Asked for a quote' },
    }),
    201,
    'add an activity',
  )
  report(
    `POST /api/v1/crm/customers/…/activities`,
    `201, a call with ${alfreds.contactName} of ${alfreds.companyName}`,
  )
  return alfreds
}

async function readOverGraphql(
  api: TestClient,
  customer: { companyName: string },
  report: Report,
): Promise<void> {
  const { data, errors } = await api.graphql(CUSTOMERS, { search: 'alfreds' })
  expectTrue(
    errors === undefined && data.customers.nodes[0]?.activities[0]?.kind === 'call',
    `customers with their activities: ${JSON.stringify(errors ?? data)}`,
  )
  report(
    'POST /graphql { customers { activities } }',
    `${customer.companyName}: ${data.customers.nodes[0].activities[0].subject}`,
  )
  const before = await api.graphql(CUSTOMERS_WITH_TICKETS)
  expectTrue(
    before.errors?.[0]?.message.includes('tickets') === true,
    'Customer.tickets exists although ticketing is off',
  )
  report('POST /graphql { customers { tickets } }', before.errors?.[0]?.message ?? '')
}

async function openTicket(
  api: TestClient,
  customer: { id: string; companyName: string },
  report: Report,
): Promise<void> {
  expectStatus(
    await api.call('PUT', '/modules/ticketing?wait=acknowledged', { body: { active: true } }),
    200,
    'switch ticketing on',
  )
  report('PUT /api/v1/modules/ticketing {"active": true}', '200, without a restart')
  const ticket = expectStatus(
    await api.call('POST', '/tickets', {
      body: { subject: 'The chocolate melted', customerId: customer.id, priority: 'high' },
    }),
    201,
    'open a ticket',
  )
  report('POST /api/v1/tickets', `201, ticket #${ticket.number} for ${customer.companyName}`)
  const { data, errors } = await api.graphql(CUSTOMERS_WITH_TICKETS)
  expectTrue(
    data?.customers.nodes[0]?.tickets[0]?.number === ticket.number,
    `Customer.tickets: ${JSON.stringify(errors ?? data)}`,
  )
  report(
    'POST /graphql { customers { tickets } }',
    `${data.customers.nodes[0].companyName}: #${data.customers.nodes[0].tickets[0].number} ${data.customers.nodes[0].tickets[0].subject}`,
  )
  const veto = expectStatus(
    await api.call('DELETE', `/crm/customers/${customer.id}`),
    409,
    'ticketing keeps a customer with open tickets',
  )
  report('DELETE /api/v1/crm/customers/…', `409 ${veto.code}`)
}

async function switchCrmOffAndOn(api: TestClient, report: Report): Promise<void> {
  const refused = expectStatus(
    await api.call('PUT', '/modules/crm', { body: { active: false } }),
    409,
    'switching the CRM off is refused',
  )
  expectTrue(JSON.stringify(refused).includes('ticketing'), 'the refusal names ticketing')
  report('PUT /api/v1/modules/crm {"active": false}', `409 ${refused.code}: ${refused.detail}`)
  expectStatus(
    await api.call('PUT', '/modules/crm?wait=acknowledged', { body: { active: false, cascade: true } }),
    200,
    'switch both off',
  )
  for (const path of ['/crm/customers', '/tickets']) {
    expectTrue(
      (await api.call('GET', path)).body.code === 'module_inactive',
      `${path} answers although its module is off`,
    )
  }
  const off = await api.graphql('{ __schema { queryType { fields { name } } } }')
  const fields: string[] = off.data.__schema.queryType.fields.map((field: { name: string }) => field.name)
  expectTrue(
    !fields.includes('customers') && !fields.includes('tickets'),
    'fields of a module that is off are in the schema',
  )
  report('… with "cascade": true', 'both are off: no routes (404 module_inactive), no fields in GraphQL')
  expectStatus(
    await api.call('PUT', '/modules/ticketing?wait=acknowledged', {
      body: { active: true, withRequirements: true },
    }),
    200,
    'switch both on again',
  )
  const page = expectStatus(await api.call('GET', '/crm/customers?limit=100'), 200, 'list customers again')
  const tickets = expectStatus(await api.call('GET', '/tickets'), 200, 'list tickets again')
  expectTrue(page.items.length === 91 && tickets.items.length === 1, 'everything is still there')
  report(
    'PUT /api/v1/modules/ticketing {"active": true, "withRequirements": true}',
    `both are back with ${page.items.length} customers and ${tickets.items.length} ticket`,
  )
}

async function waitFor<Result>(look: () => Promise<Result | undefined>, what: string): Promise<Result> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const result = await look()
    if (result !== undefined) return result
    await sleep(100)
  }
  throw new UnexpectedAnswer(`${what}: not within 30 s`)
}
