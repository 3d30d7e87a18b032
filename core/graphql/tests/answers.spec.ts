import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createPersistedDocuments } from '../execution/persisted-documents.ts'
import type { GraphqlObservation } from '../graphql-options.ts'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { fixturePlugin, permissions } from './_fixture-plugins.ts'
import { graphqlServer, modules } from './_graphql-server.ts'

declare module '@wasla/sdk' {
  interface Permissions {
    linking: 'links'
  }
}

const calls = { list: [] as string[] }
const server = graphqlServer([crm(calls), ticketing(calls)])

beforeEach(() => {
  calls.list.length = 0
  server.switchTo(modules('crm', 'ticketing'))
  server.hold(() => true)
})

afterAll(() => server.app.close())

describe('an operation', () => {
  it('is refused without anybody signed in', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ __typename }' },
    })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  it('is refused without a document, or the hash of one', () => {
    const find = createPersistedDocuments({ maxDepth: 12, maxCost: 1000, production: false })
    expect(find({ extensions: { persistedQuery: { version: 1 } } })).toMatchObject({
      extensions: { code: 'graphql_document_missing' },
    })
  })

  it('gives each resolver the context of the plugin that declared it', async () => {
    const { body } = await server.post({
      query: '{ customers(first: 2) { nodes { name plugin tickets { plugin customer { plugin } } } } }',
    })
    expect(body.errors).toBeUndefined()
    expect(body.data.customers.nodes[1]).toEqual({
      name: 'Customer 1',
      plugin: 'crm',
      tickets: Array.from({ length: 3 }, () => ({ plugin: 'ticketing', customer: { plugin: 'crm' } })),
    })
    expect(calls.list).toEqual(['ticketing asks for customers c0,c1'])
  })

  it('loads a node under the context of its own plugin', async () => {
    const { body } = await server.post({ query: '{ customer(id: "Q2xpZW50OmMx") { id } }' })
    expect(body.data.customer.id).toBe('Q2xpZW50OmMx')
    const { body: nodes } = await server.post({
      query:
        'query ($id: ID!) { node(id: $id) { id ... on Client { name } } nodes(ids: [$id]) { __typename } }',
      variables: { id: 'Q2xpZW50OmMx' },
    })
    expect(nodes).toEqual({
      data: { node: { id: 'Q2xpZW50OmMx', name: 'Customer 1' }, nodes: [{ __typename: 'Client' }] },
    })
    expect(calls.list).toEqual(['crm loads customers c1'])
  })

  it('asks a loader once for all rows, and for a row without a key not at all', async () => {
    const asked: unknown[] = []
    const { post } = graphqlServer([
      fixturePlugin({ id: 'linking', permissions: permissions('links') }, (builder) => {
        const Link = builder.objectRef<{ url: string; parent: string | null }>('Link')
        Link.implement({
          fields: (t) => ({
            address: t.exposeString('url'),
            children: t.loadableGroup({
              type: Link,
              nullable: true,
              load: async (urls: string[]) => {
                asked.push(urls)
                return urls.flatMap((parent) => [1, 2].map((n) => ({ url: `${parent}/${n}`, parent })))
              },
              group: ({ parent }) => parent ?? '',
              resolve: ({ parent }) => parent as string,
            }),
          }),
        })
        builder.queryField('links', (t) =>
          t.field({
            permission: 'linking.links.read',
            type: [Link],
            resolve: () => ['a', null, 'b'].map((parent) => ({ url: `of ${parent}`, parent })),
          }),
        )
      }),
    ])
    server.switchTo(modules('linking'))
    const { body } = await post({ query: '{ links { address children { address } } }' })
    const children = (parent: string) => [1, 2].map((n) => ({ address: `${parent}/${n}` }))
    expect(body).toEqual({
      data: {
        links: [
          { address: 'of a', children: children('a') },
          { address: 'of null', children: null },
          { address: 'of b', children: children('b') },
        ],
      },
    })
    expect(asked).toEqual([['a', 'b']])
  })

  it('loads what another plugin names by id under the context of the plugin that owns the type', async () => {
    const linking = fixturePlugin(
      { id: 'linking', permissions: permissions('links'), requires: { crm: '^1.0.0' } },
      (builder) =>
        builder.queryField('linked', (t) =>
          // A type that is loaded by id may be answered with one; its row's shape is all that other plugins see.
          t.field({ permission: 'linking.links.read', type: 'Client', resolve: () => 'c3' as never }),
        ),
    )
    const { post } = graphqlServer([crm(calls), linking])
    expect((await post({ query: '{ linked { name } }' })).body).toEqual({
      data: { linked: { name: 'Customer 3' } },
    })
    expect(calls.list).toEqual(['crm loads customers c3'])
  })

  it('is measured, and its hidden errors are logged', async () => {
    const observed: GraphqlObservation[] = []
    const { post, logged } = graphqlServer([crm(calls)], {
      metrics: { observeOperation: (observation) => void observed.push(observation) },
    })
    for (const query of [
      '{ __typename }',
      '{ broken }',
      '{ nothing }',
      'mutation { renameCustomer(id: "c1", name: "x") { id } }',
    ]) {
      await post({ query })
    }
    expect(observed).toMatchObject([
      { kind: 'query', outcome: 'success' },
      { kind: 'query', outcome: 'error' },
      { kind: 'mutation', outcome: 'success' },
    ])
    expect(logged).toMatchObject([
      { err: { message: 'password=hunter2' }, path: ['broken'], requestId: 'req-1' },
    ])
  })

  it('pages by cursor', async () => {
    const query =
      'query ($after: String) { customers(first: 15, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor } } }'
    const first = await server.post({ query })
    const { edges, pageInfo } = first.body.data.customers
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, endCursor: edges[14].cursor })
    const fromTheMiddle = await server.post({ query, variables: { after: edges[9].cursor } })
    expect(fromTheMiddle.body.data.customers.edges[0].node.name).toBe('Customer 10')
    const last = await server.post({
      query,
      variables: { after: fromTheMiddle.body.data.customers.pageInfo.endCursor },
    })
    expect(last.body.data.customers).toMatchObject({
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    })
    expect(last.body.data.customers.edges.at(-1).node.name).toBe('Customer 39')
  })

  it('carries money beyond 2^31 and moments as strings', async () => {
    const { body } = await server.post({
      query: '{ customers(first: 1) { nodes { creditLimit createdAt } } }',
    })
    expect(body.data.customers.nodes).toEqual([
      { creditLimit: '3000000000', createdAt: '2026-01-01T00:00:00.000Z' },
    ])
    const echo = await server.post({
      query:
        'query ($value: JSON, $at: DateTime, $amount: Money) { echo(value: $value, at: $at, amount: $amount) }',
      variables: { value: { a: [1] }, at: '2026-11-20T10:15:30+03:00', amount: '9007199254740993' },
    })
    expect(echo.body.data.echo).toEqual({
      value: { a: [1] },
      at: '2026-11-20T07:15:30.000Z',
      amount: '9007199254740993',
    })
  })

  it('is refused by permission before it resolves, also on a field of another plugin and on a node', async () => {
    server.hold((permission) => permission === 'crm.customers.read')
    const denied = { code: 'permission_denied', kind: 'forbidden', requestId: 'req-1' }
    const field = await server.post({ query: '{ customers(first: 1) { nodes { name tickets { id } } } }' })
    expect(field.body.data.customers.nodes).toEqual([{ name: 'Customer 0', tickets: null }])
    expect(field.body.errors).toMatchObject([
      { path: ['customers', 'nodes', 0, 'tickets'], extensions: denied },
    ])
    const mutation = await server.post({ query: 'mutation { renameCustomer(id: "c1", name: "x") { name } }' })
    expect(mutation.body).toMatchObject({ data: { renameCustomer: null }, errors: [{ extensions: denied }] })
    expect(calls.list).toEqual([])
    server.hold(() => false)
    const node = await server.post({ query: '{ node(id: "Q2xpZW50OmMx") { id } }' })
    expect(node.body).toMatchObject({ data: { node: null }, errors: [{ extensions: denied }] })
    expect(calls.list).toEqual([])
  })

  it('shows errors meant for callers and masks the others', async () => {
    const { body } = await server.post({
      query: `mutation { empty: renameCustomer(id: "c1", name: "") { id } }`,
    })
    expect(body.errors[0].extensions).toEqual({
      code: 'crm.name_empty',
      kind: 'invalid',
      fields: [{ field: 'name', message: 'is empty' }],
      requestId: 'req-1',
    })
    const query = await server.post({
      query: '{ broken deliberate customer(id: "Q2xpZW50OngK") { id } malformed: customer(id: "?") { id } }',
    })
    expect(query.body.data).toEqual({ broken: null, deliberate: null, customer: null, malformed: null })
    const codes = Object.fromEntries(
      query.body.errors.map(({ path, extensions }: { path: string[]; extensions: { code: string } }) => [
        path[0],
        extensions.code,
      ]),
    )
    expect(codes).toEqual({
      broken: 'internal_error',
      deliberate: 'crm.deliberate',
      customer: 'crm.customer_not_found',
      malformed: 'invalid_id',
    })
    expect(JSON.stringify(query.body)).not.toContain('hunter2')
    const nonNull = await server.post({ query: '{ missing }' })
    expect(nonNull.body).toMatchObject({ data: null, errors: [{ extensions: { code: 'internal_error' } }] })
  })

  it('finds nothing under the global id of a module that is off', async () => {
    server.switchTo(modules('ticketing'))
    const { body } = await server.post({
      query: '{ node(id: "Q2xpZW50OmMx") { id } nodes(ids: ["Q2xpZW50OmMx", "UGFnZUluZm86MQ=="]) { id } }',
    })
    expect(body).toEqual({ data: { node: null, nodes: [null, null] } })
    expect(calls.list).toEqual([])
  })

  it('forgets what one mutation loaded before the next one runs', async () => {
    const { body } = await server.post({
      query:
        'mutation { a: renameCustomer(id: "c1", name: "A") { tickets { customer { name } } } b: renameCustomer(id: "c1", name: "B") { tickets { customer { name } } } }',
    })
    expect(body.errors).toBeUndefined()
    expect(calls.list).toEqual([
      'rename c1',
      'ticketing asks for customers c1',
      'rename c1',
      'ticketing asks for customers c1',
    ])
  })
})
