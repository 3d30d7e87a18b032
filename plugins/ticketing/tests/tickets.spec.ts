import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization
const ids = { ticket: '', customer: '', theirCustomer: '' }

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['ticketing'])
  theirs = await host.organization('Theirs', ['ticketing'])
  ids.customer = (await create(ours, '/crm/customers', { companyName: 'Alfreds' })).id
  ids.theirCustomer = (await create(theirs, '/crm/customers', { companyName: 'Berglunds' })).id
  ids.ticket = (await create(ours, '/tickets', { subject: 'Melted chocolate', customerId: ids.customer })).id
})

afterAll(() => host.stop())

async function create({ owner }: TestOrganization, path: string, body: object) {
  const answer = await owner.call('POST', path, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const eventsOf = (ticketId: string) =>
  host.query<{ name: string; payload: Record<string, unknown> }>(
    `select name, payload from platform.event_log where payload ->> 'ticketId' = $1 order by id`,
    [ticketId],
  )

interface Endpoint {
  readonly method: string
  readonly path: string
  /** No role of ours lacks the right to read, so an undefined one does. */
  readonly refused: 'nobody' | 'member'
  readonly status: number
  readonly body?: object
}

const endpoints: Endpoint[] = [
  { method: 'GET', path: '/tickets', refused: 'nobody', status: 200 },
  { method: 'POST', path: '/tickets', refused: 'member', status: 201, body: { subject: 'Late' } },
  { method: 'GET', path: '/tickets/{ticket}', refused: 'nobody', status: 200 },
  { method: 'PATCH', path: '/tickets/{ticket}', refused: 'member', status: 200, body: { priority: 'high' } },
  { method: 'GET', path: '/tickets/{ticket}/comments', refused: 'nobody', status: 200 },
  {
    method: 'POST',
    path: '/tickets/{ticket}/comments',
    refused: 'member',
    status: 201,
    body: { body: 'On its way' },
  },
  {
    method: 'POST',
    path: '/tickets/{ticket}/assign',
    refused: 'member',
    status: 200,
    body: { assigneeId: null },
  },
]

describe.each(endpoints)('$method $path', ({ method, path: template, refused, status, body }) => {
  const path = () => template.replace('{ticket}', ids.ticket)

  test('opens 401, 403, success', async () => {
    const visitor = await host.visitor.call(method, path(), { body })
    expect([visitor.status, visitor.body.code]).toEqual([401, 'unauthenticated'])
    const member = await (await ours.member(refused)).call(method, path(), { body })
    expect([member.status, member.body.code, member.body.permission]).toEqual([
      403,
      'permission_denied',
      `ticketing.tickets.${refused === 'nobody' ? 'read' : 'write'}`,
    ])
    expect((await ours.owner.call(method, path(), { body })).status).toBe(status)
  })
})

test.each(endpoints.filter(({ path }) => path.includes('{')))(
  '$method $path: 404 for another organization',
  async ({ method, path, body }) => {
    const answer = await theirs.owner.call(method, path.replace('{ticket}', ids.ticket), { body })
    expect([answer.status, answer.body.code]).toEqual([404, 'ticketing.ticket_not_found'])
  },
)

describe('opening', () => {
  test('numbers the tickets of each organization from 1, without gaps, also at once', async () => {
    const organization = await host.organization('Numbers', ['ticketing'])
    const opened = await Promise.all(
      Array.from({ length: 12 }, (_, index) => create(organization, '/tickets', { subject: `${index}` })),
    )
    const numbers = opened.map(({ number }) => number).sort((one, other) => one - other)
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  })

  test('asks the CRM whether the customer is one of this organization', async () => {
    for (const customerId of [ids.theirCustomer, '00000000-0000-7000-8000-000000000000']) {
      const { status, body } = await ours.owner.call('POST', '/tickets', {
        body: { subject: 'Foreign', customerId },
      })
      expect([status, body.code]).toEqual([400, 'ticketing.customer_unknown'])
      expect(body.fields).toMatchObject([{ field: 'customerId' }])
    }
    expect((await ours.owner.call('GET', '/tickets?search=Foreign')).body.items).toEqual([])
  })

  test('refuses unknown keys and bad values, and names each', async () => {
    const { status, body } = await ours.owner.call('POST', '/tickets', {
      body: { subject: '', status: 'closed', number: 7, organizationId: theirs.id, priority: 'now' },
    })
    expect(status).toBe(400)
    expect(body.fields.map(({ field }: { field: string }) => field).sort()).toEqual([
      'number',
      'organizationId',
      'priority',
      'status',
      'subject',
    ])
  })

  test('twenty times at once with one Idempotency-Key is one ticket and one number', async () => {
    const organization = await host.organization('Once', ['ticketing'])
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        organization.owner.call('POST', '/tickets', {
          body: { subject: 'Once' },
          headers: { 'idempotency-key': 'once' },
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.number))).toEqual(new Set([1]))
    expect((await organization.owner.call('GET', '/tickets')).body.items).toHaveLength(1)
  })
})

describe('assigning', () => {
  test('to a member, and back; told once each time', async () => {
    const agent = await ours.member('agent')
    const { id } = await create(ours, '/tickets', { subject: 'For somebody' })
    const assign = (assigneeId: string | null, headers = {}) =>
      ours.owner.call('POST', `/tickets/${id}/assign`, { body: { assigneeId }, headers })
    expect((await assign(agent.userId)).body).toMatchObject({ assigneeId: agent.userId, version: 2 })
    expect((await assign(agent.userId)).body).toMatchObject({ version: 2 })
    const stale = await assign(null, { 'if-match': '"v1"' })
    expect([stale.status, stale.body.code, stale.body.actual]).toEqual([412, 'stale_version', 2])
    expect((await assign(null)).body).toMatchObject({ assigneeId: null, version: 3 })
    expect((await eventsOf(id)).map(({ name, payload }) => [name, payload['assigneeId']])).toEqual([
      ['ticketing.ticket.opened', undefined],
      ['ticketing.ticket.assigned', agent.userId],
      ['ticketing.ticket.assigned', null],
    ])
  })

  test('a stranger is refused', async () => {
    const { status, body } = await ours.owner.call('POST', `/tickets/${ids.ticket}/assign`, {
      body: { assigneeId: theirs.owner.userId },
    })
    expect([status, body.code]).toEqual([400, 'ticketing.assignee_unknown'])
    expect((await ours.owner.call('GET', `/tickets/${ids.ticket}`)).body.assigneeId).toBeNull()
  })
})

describe('changing', () => {
  test('a status moves on, is told, and minds If-Match', async () => {
    const { id } = await create(ours, '/tickets', { subject: 'Moves' })
    const change = (body: object, headers = {}) =>
      ours.owner.call('PATCH', `/tickets/${id}`, { body, headers })
    const resolved = await change({ status: 'resolved' }, { 'if-match': '"v1"' })
    expect(resolved.body).toMatchObject({ status: 'resolved', version: 2 })
    expect(resolved.body.resolvedAt).not.toBeNull()
    expect(resolved.headers.get('etag')).toBe('"v2"')
    const stale = await change({ status: 'closed' }, { 'if-match': '"v1"' })
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version'])
    expect((await change({ status: 'open' })).body).toMatchObject({ status: 'open', resolvedAt: null })
    expect((await eventsOf(id)).slice(1).map(({ payload }) => [payload['from'], payload['to']])).toEqual([
      ['open', 'resolved'],
      ['resolved', 'open'],
    ])
  })

  test('neither customer, number nor organization can be changed', async () => {
    for (const key of ['customerId', 'number', 'organizationId', 'assigneeId']) {
      const { status, body } = await ours.owner.call('PATCH', `/tickets/${ids.ticket}`, {
        body: { [key]: ids.theirCustomer },
      })
      expect([status, body.fields?.[0]?.field]).toEqual([400, key])
    }
  })
})

describe('listing', () => {
  let organization: TestOrganization
  let customerId: string

  beforeAll(async () => {
    organization = await host.organization('Lists', ['ticketing'])
    customerId = (await create(organization, '/crm/customers', { companyName: 'Lists' })).id
    for (const [index, subject] of ['Réclamation', 'Invoice', 'شكوى', 'Invoice again'].entries()) {
      await create(organization, '/tickets', {
        subject,
        priority: index % 2 === 0 ? 'urgent' : 'low',
        ...(index === 0 ? { customerId } : {}),
      })
    }
  })

  const subjects = async (query: string, { owner }: TestOrganization = organization) => {
    const { status, body } = await owner.call('GET', `/tickets?${query}`)
    expect(status).toBe(200)
    return body.items.map(({ subject }: { subject: string }) => subject)
  }

  test('the newest first, filtered and searched', async () => {
    expect(await subjects('')).toEqual(['Invoice again', 'شكوى', 'Invoice', 'Réclamation'])
    expect(await subjects('priority=urgent')).toEqual(['شكوى', 'Réclamation'])
    expect(await subjects(`customerId=${customerId}`)).toEqual(['Réclamation'])
    expect(await subjects('search=reclamation')).toEqual(['Réclamation'])
    expect(await subjects(`search=${encodeURIComponent('شكوي')}`)).toEqual(['شكوى'])
    expect(await subjects('status=closed')).toEqual([])
  })

  test('pages by cursor; the cursor of another organization leads to nothing of it', async () => {
    const first = await organization.owner.call('GET', '/tickets?limit=3')
    expect(await subjects(`limit=3&cursor=${first.body.nextCursor}`)).toEqual(['Réclamation'])
    const foreign = await subjects(`limit=100&cursor=${first.body.nextCursor}`, theirs)
    expect(foreign).not.toContain('Réclamation')
    expect(await subjects(`customerId=${customerId}`, theirs)).toEqual([])
    expect(await subjects('search=Invoice', theirs)).toEqual([])
  })

  test('comments come in order, page by page', async () => {
    const { id } = await create(organization, '/tickets', { subject: 'Talked about' })
    for (const body of ['one', 'two', 'three']) {
      expect(await create(organization, `/tickets/${id}/comments`, { body })).toMatchObject({
        ticketId: id,
        internal: false,
        authorId: organization.owner.userId,
      })
    }
    const first = await organization.owner.call('GET', `/tickets/${id}/comments?limit=2`)
    const rest = await organization.owner.call(
      'GET',
      `/tickets/${id}/comments?limit=2&cursor=${first.body.nextCursor}`,
    )
    const said = [...first.body.items, ...rest.body.items].map(({ body }) => body)
    expect(said).toEqual(['one', 'two', 'three'])
    const told = (await eventsOf(id)).filter(({ name }) => name === 'ticketing.comment.added')
    expect(told.map(({ payload }) => [payload['internal'], payload['authorId']])).toEqual(
      Array.from({ length: 3 }, () => [false, organization.owner.userId]),
    )
  })
})

test('one query reads customers with their tickets, and opens one; permissions count there too', async () => {
  const open = `mutation ($id: ID!) { openTicket(input: { subject: "By GraphQL", customerId: $id }) { number customer: id } }`
  const opened = await ours.owner.graphql(open, { id: ids.customer })
  expect(opened.errors).toBeUndefined()
  const foreign = await ours.owner.graphql(open, { id: ids.theirCustomer })
  expect(foreign.errors?.[0]?.extensions['code']).toBe('ticketing.customer_unknown')
  const member = await ours.member('member')
  const refused = await member.graphql(open, { id: ids.customer })
  expect(refused.errors?.[0]?.extensions['code']).toBe('permission_denied')
  const { data, errors } = await member.graphql('{ customers { nodes { companyName tickets { subject } } } }')
  expect(errors).toBeUndefined()
  expect(data.customers.nodes).toMatchObject([
    { companyName: 'Alfreds', tickets: [{ subject: 'By GraphQL' }, { subject: 'Melted chocolate' }] },
  ])
})

test('GraphQL pages through tickets as REST does', async () => {
  const query =
    'query ($after: String, $search: String) { tickets(first: 1, after: $after, status: open, search: $search) { nodes { rowId subject status priority } pageInfo { hasNextPage endCursor } } }'
  const { data } = await ours.owner.graphql(query)
  const { body } = await ours.owner.call('GET', '/tickets?limit=1&status=open')
  const { id, subject } = body.items[0]
  expect(data.tickets).toEqual({
    nodes: [{ rowId: id, subject, status: 'open', priority: expect.any(String) }],
    pageInfo: { hasNextPage: true, endCursor: body.nextCursor },
  })
  const next = await ours.owner.graphql(query, { after: data.tickets.pageInfo.endCursor })
  expect(next.data.tickets.nodes[0].rowId < id).toBe(true)
  const found = await ours.owner.graphql(query, { search: 'melted' })
  expect(found.data.tickets.nodes).toMatchObject([{ subject: 'Melted chocolate' }])
  const foreign = await theirs.owner.graphql(query, { search: 'melted' })
  expect(foreign.data.tickets.nodes).toEqual([])
})

test('a ticket is changed and assigned by GraphQL, refused with the codes of REST', async () => {
  const { id } = await create(ours, '/tickets', { subject: 'Both ways' })
  const update = (input: object, version?: number) =>
    ours.owner.graphql(
      'mutation ($id: ID!, $version: Int, $input: TicketChanges!) { updateTicket(id: $id, version: $version, input: $input) { status version } }',
      { id, version, input },
    )
  const assign = (assigneeId: string | null, version?: number) =>
    ours.owner.graphql(
      'mutation ($id: ID!, $version: Int, $to: ID) { assignTicket(id: $id, version: $version, assigneeId: $to) { assigneeId version } }',
      { id, version, to: assigneeId },
    )
  const codeOf = ({ errors }: Awaited<ReturnType<typeof update>>) => errors?.[0]?.extensions['code']
  expect((await update({ status: 'pending' }, 1)).data.updateTicket).toEqual({
    status: 'pending',
    version: 2,
  })
  expect(codeOf(await update({ status: 'open' }, 1))).toBe('stale_version')
  expect(codeOf(await update({ subject: '' }))).toBe('validation_failed')
  const mine = await assign(ours.owner.userId, 2)
  expect(mine.data.assignTicket).toEqual({ assigneeId: ours.owner.userId, version: 3 })
  expect(codeOf(await assign(null, 2))).toBe('stale_version')
  expect(codeOf(await assign(theirs.owner.userId))).toBe('ticketing.assignee_unknown')
  expect((await assign(null)).data.assignTicket).toEqual({ assigneeId: null, version: 4 })
})
