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
