import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

type Member = Awaited<ReturnType<TestOrganization['member']>>

let host: TestHost
let ours: TestOrganization
let agent: Member
let colleague: Member
const tickets: Record<string, string> = {}

async function open(member: Pick<Member, 'call'>, subject: string): Promise<string> {
  const { status, body } = await member.call('POST', '/tickets', { body: { subject } })
  expect(status).toBe(201)
  return body.id
}

const subjects = async (member: Pick<Member, 'call'>, query = '') => {
  const { body } = await member.call('GET', `/tickets${query}`)
  return body.items.map(({ subject }: { subject: string }) => subject).toSorted()
}

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  agent = await ours.member('agent')
  colleague = await ours.member('agent')
  tickets.opened = await open(agent, 'Printer, opened by the agent')
  tickets.assigned = await open(ours.owner, 'Printer, assigned to the agent')
  tickets.foreign = await open(ours.owner, 'Printer, of the owner')
  tickets.colleagues = await open(colleague, 'Printer, of the colleague')
  await ours.owner.call('POST', `/tickets/${tickets.assigned}/assign`, { body: { assigneeId: agent.userId } })
  for (const id of Object.values(tickets))
    await ours.owner.call('POST', `/tickets/${id}/comments`, { body: { body: 'Said by the owner' } })
})
afterAll(() => host.stop())

const theirs = ['Printer, assigned to the agent', 'Printer, opened by the agent']

test('an agent lists, searches and reads only what they answer or opened; a manager all of it', async () => {
  expect(await subjects(agent)).toEqual(theirs)
  expect(await subjects(agent, '?search=printer')).toEqual(theirs)
  expect(await subjects(colleague)).toEqual(['Printer, of the colleague'])
  expect(await subjects(await ours.member('manager'))).toHaveLength(4)
  expect((await agent.call('GET', `/tickets/${tickets.foreign}`)).status).toBe(404)
  expect((await agent.call('GET', `/tickets/${tickets.assigned}`)).status).toBe(200)
})

test('also over GraphQL', async () => {
  const { data, errors } = await agent.graphql<{ tickets: { edges: unknown[] } }>(
    '{ tickets(first: 50) { edges { node { subject } } } }',
  )
  expect(errors).toBeUndefined()
  expect(data.tickets.edges).toHaveLength(2)
})

test("others' tickets cannot be changed, assigned or commented on by a guessed id", async () => {
  const body = { priority: 'high' }
  expect((await agent.call('PATCH', `/tickets/${tickets.foreign}`, { body })).status).toBe(404)
  expect(
    (await agent.call('POST', `/tickets/${tickets.foreign}/assign`, { body: { assigneeId: agent.userId } }))
      .status,
  ).toBe(404)
  expect((await agent.call('GET', `/tickets/${tickets.foreign}/comments`)).status).toBe(404)
  expect(
    (await agent.call('POST', `/tickets/${tickets.foreign}/comments`, { body: { body: 'x' } })).status,
  ).toBe(404)
  const [row] = await host.query<{ priority: string; comments: number }>(
    `select t.priority, (select count(*)::int from ticketing.comments c where c.ticket_id = t.id) as comments
     from ticketing.tickets t where t.id = $1`,
    [tickets.foreign],
  )
  expect(row).toEqual({ priority: 'normal', comments: 1 })
})

test('what is theirs they change; giving away what they did not open is refused in words', async () => {
  expect(
    (await agent.call('PATCH', `/tickets/${tickets.assigned}`, { body: { priority: 'low' } })).body.priority,
  ).toBe('low')
  expect((await agent.call('GET', `/tickets/${tickets.assigned}/comments`)).body.items).toHaveLength(1)
  const away = await agent.call('POST', `/tickets/${tickets.assigned}/assign`, {
    body: { assigneeId: colleague.userId },
  })
  expect(away).toMatchObject({ status: 403, body: { code: 'own_rows_only' } })
  const opened = await agent.call('POST', `/tickets/${tickets.opened}/assign`, {
    body: { assigneeId: colleague.userId },
  })
  expect(opened.status).toBe(200)
  expect(await subjects(colleague)).toEqual(['Printer, of the colleague', 'Printer, opened by the agent'])
})

test('counts, aggregates and dependent rows obey in the database itself, whatever is asked', async () => {
  const client = new pg.Client({ connectionString: host.database })
  await client.connect()
  try {
    const ask = async (ownOnly: string, actor: string) => {
      await client.query('begin')
      await client.query(
        `select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true),
           set_config('app.own_only', $3, true), set_config('role', 'wasla_plugin_ticketing', true)`,
        [ours.id, actor, ownOnly],
      )
      const { rows } = await client.query(
        `select (select count(*)::int from ticketing.tickets) as tickets, (select count(*)::int from ticketing.comments) as comments,
           (select count(*)::int from ticketing.search_tickets('printer')) as found`,
      )
      await client.query('rollback')
      return rows[0]
    }
    expect(await ask('', agent.userId)).toEqual({ tickets: 4, comments: 4, found: 4 })
    expect(await ask(' ticketing.tickets ', agent.userId)).toEqual({ tickets: 2, comments: 2, found: 2 })
    expect(await ask(' ticketing.tickets ', '')).toEqual({ tickets: 0, comments: 0, found: 0 })
    expect(await ask(' crm.customers ', agent.userId)).toEqual({ tickets: 4, comments: 4, found: 4 })
  } finally {
    await client.end()
  }
})

test('a hook still judges by all there is', async () => {
  const { body: role } = await ours.owner.call('POST', '/roles', {
    body: {
      key: 'field-sales',
      name: 'Field sales',
      permissions: ['crm.customers.write', 'ticketing.tickets.write:own'],
    },
  })
  expect(role.key).toBe('field-sales')
  const seller = await ours.member('agent')
  await ours.owner.call('PATCH', `/users/${seller.userId}`, { body: { role: 'field-sales' } })
  const { body: customer } = await ours.owner.call('POST', '/crm/customers', {
    body: { companyName: 'Alfreds' },
  })
  await ours.owner.call('POST', '/tickets', { body: { subject: 'Theirs', customerId: customer.id } })
  expect(await subjects(seller)).toEqual([])
  const refused = await seller.call('DELETE', `/crm/customers/${customer.id}`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'ticketing.customer_has_open_tickets' } })
})
