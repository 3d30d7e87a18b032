import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { importCsv, northwind } from './_northwind.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
  await importCsv(ours.owner, await northwind())
})

afterAll(() => host.stop())

interface Page {
  readonly edges: { readonly node: { readonly rowId: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

async function readPage(after: string | null): Promise<Page> {
  const { data, errors } = await ours.owner.graphql(
    'query ($after: String) { customers(first: 40, after: $after) { edges { node { rowId } } pageInfo { hasNextPage endCursor } } }',
    { after },
  )
  expect(errors).toBeUndefined()
  return data.customers
}

const codeOf = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) =>
  errors?.[0]?.extensions['code']

test('pages through all customers once, forward by cursor', async () => {
  const seen: string[] = []
  let after: string | null = null
  do {
    const page: Page = await readPage(after)
    seen.push(...page.edges.map(({ node }) => node.rowId))
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  expect(new Set(seen).size).toBe(91)
  const foreign = await theirs.owner.graphql('{ customers { nodes { id } } }')
  expect(foreign.data.customers.nodes).toEqual([])
})

test('searches and filters as REST does', async () => {
  const names = async (args: string) => {
    const { data } = await ours.owner.graphql(`{ customers(first: 100, ${args}) { nodes { companyName } } }`)
    return data.customers.nodes.map(({ companyName }: { companyName: string }) => companyName)
  }
  expect(await names('search: "antonio moreno taqueria"')).toEqual(['Antonio Moreno Taquería'])
  expect(await names('country: "Germany"')).toHaveLength(11)
})

test('creates a customer with an activity, and names what is refused', async () => {
  const create =
    'mutation ($input: NewCustomer!) { createCustomer(input: $input) { rowId companyName phone } }'
  const created = await ours.owner.graphql(create, {
    input: { companyName: 'By GraphQL', phone: '050 123 4567' },
  })
  expect(created.data.createCustomer).toMatchObject({ companyName: 'By GraphQL', phone: '+966501234567' })

  const refused = await ours.owner.graphql(create, { input: { companyName: '', email: 'no' } })
  expect(codeOf(refused)).toBe('validation_failed')
  expect(JSON.stringify(refused.errors)).toMatch(/companyName.*email|email.*companyName/)

  const add =
    'mutation ($id: ID!) { addActivity(input: { customerId: $id, kind: "call", subject: "Said hello" }) { kind } }'
  const id = created.data.createCustomer.rowId
  expect((await ours.owner.graphql(add, { id })).data.addActivity).toEqual({ kind: 'call' })
  expect(codeOf(await theirs.owner.graphql(add, { id }))).toBe('crm.customer_not_found')
})

test('who may only read is refused to write, field by field', async () => {
  const member = await ours.member('member')
  const { data, errors } = await member.graphql(
    '{ customers(first: 1) { nodes { activities { subject } } } }',
  )
  expect([errors, data.customers.nodes.length]).toEqual([undefined, 1])
  expect(
    codeOf(await member.graphql('mutation { createCustomer(input: { companyName: "X" }) { id } }')),
  ).toBe('permission_denied')
  const nobody = await ours.member('nobody')
  expect(codeOf(await nobody.graphql('{ customers { nodes { id } } }'))).toBe('permission_denied')
})

test('a node is found by its global id in its own organization only', async () => {
  const { data } = await ours.owner.graphql('{ customers(first: 1) { nodes { id companyName } } }')
  const [{ id, companyName }] = data.customers.nodes
  const query = 'query ($id: ID!) { node(id: $id) { ... on Customer { companyName } } }'
  expect((await ours.owner.graphql(query, { id })).data.node).toEqual({ companyName })
  expect((await theirs.owner.graphql(query, { id })).data.node).toBeNull()
})

test('sales stages are named in the reader’s language', async () => {
  const first = async (language: string) => {
    const manager = await ours.member('manager')
    await host.query('update platform.users set language = $2 where id = $1', [manager.userId, language])
    return (await manager.graphql('{ salesStages { name } }')).data.salesStages[0].name
  }
  expect([await first('ar'), await first('en')]).toEqual(['جديد', 'New'])
})

test('a change is refused with the same codes as by REST', async () => {
  const { body: customer } = await ours.owner.call('POST', '/crm/customers', {
    body: { companyName: 'Both ways' },
  })
  const member = await ours.member('member')
  const path = `/crm/customers/${customer.id}`
  const other = '00000000-0000-7000-8000-000000000000'
  const change = `mutation ($id: ID!, $version: Int, $input: CustomerChanges!) {
    updateCustomer(id: $id, version: $version, input: $input) { companyName version }
  }`
  const renamed = { id: customer.id, version: 1, input: { companyName: 'Renamed' } }
  const { data } = await ours.owner.graphql(change, renamed)
  expect(data.updateCustomer).toEqual({ companyName: 'Renamed', version: 2 })

  const cases = [
    [ours.owner, path, { 'if-match': '"v1"' }, { companyName: 'Late' }],
    [member, path, {}, { companyName: 'Not mine' }],
    [ours.owner, `/crm/customers/${other}`, {}, { companyName: 'Nobody' }],
    [ours.owner, '/crm/customers/nonsense', {}, { companyName: 'Nobody' }],
    [ours.owner, path, {}, { email: 'nonsense' }],
    [ours.owner, path, {}, { stageId: other }],
    [ours.owner, path, {}, { ownerId: other }],
  ] as const
  const codes = []
  for (const [client, at, headers, input] of cases) {
    const { body } = await client.call('PATCH', at, { headers, body: input })
    const id = at.slice('/crm/customers/'.length)
    const answer = await client.graphql(change, { id, version: 'if-match' in headers ? 1 : null, input })
    expect(codeOf(answer), JSON.stringify(answer)).toBe(body.code)
    const fieldOf = (fields: unknown) => (fields as { field: string }[] | undefined)?.[0]?.field
    expect(fieldOf(answer.errors?.[0]?.extensions['fields'])).toBe(fieldOf(body.fields))
    codes.push(body.code)
  }
  expect(codes).toEqual([
    'stale_version',
    'permission_denied',
    'crm.customer_not_found',
    'validation_failed',
    'validation_failed',
    'crm.reference_missing',
    'crm.owner_unknown',
  ])
})
