import { createHash } from 'node:crypto'
import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { graphqlServer, limits } from './_graphql-server.ts'

const plugins = () => [crm({ list: [] }), ticketing({ list: [] })]
const server = graphqlServer(plugins(), { config: { ...limits, maxDepth: 6, maxCost: 500 } })
const code = async (body: object) => (await server.post(body)).body.errors?.[0].extensions.code

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('an operation is refused when it', () => {
  it('is too deep, also through fragments', async () => {
    const deep = '{ customers { nodes { tickets { customer { tickets { customer { name } } } } } } }'
    expect(await code({ query: deep })).toBe('graphql_too_deep')
    const spread =
      'query { customers { nodes { ...a } } } fragment a on Client { tickets { ...b } } fragment b on Ticket { customer { tickets { subject customer { name } } } }'
    expect(await code({ query: spread })).toBe('graphql_too_deep')
    expect(
      await code({ query: '{ customers(first: 1) { nodes { tickets { customer { name } } } } }' }),
    ).toBeUndefined()
  })

  it('costs too much, by constant and by variable page sizes', async () => {
    const query = 'query ($first: Int! = 1) { customers(first: $first) { nodes { id name plugin } } }'
    expect(await code({ query })).toBeUndefined()
    expect(await code({ query, variables: { first: 100 } })).toBeUndefined()
    const nested = 'query ($first: Int!) { customers(first: $first) { nodes { tickets { subject } } } }'
    expect(await code({ query: nested, variables: { first: 100 } })).toBe('graphql_too_costly')
    expect(await code({ query: nested, variables: { first: 5 } })).toBeUndefined()
    expect(await code({ query: nested.replace('$first)', '100)').replace('($first: Int!)', '') })).toBe(
      'graphql_too_costly',
    )
    const aliases = Array.from(
      { length: 9 },
      (_, index) => `a${index}: customers(first: 20) { nodes { id name plugin } }`,
    )
    expect(await code({ query: `{ ${aliases.join(' ')} }` })).toBe('graphql_too_costly')
    const ids = Array.from({ length: 600 }, () => 'Q2xpZW50OmMx')
    expect(
      await code({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids } }),
    ).toBe('graphql_too_costly')
  })

  it('is too large before anything looks at it', async () => {
    expect(await code({ query: `{ ${'a '.repeat(5_000)} }` })).toBe('graphql_syntax')
    expect(
      await code({
        query: `{ ${Array.from({ length: 60 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
      }),
    ).toBe('graphql_too_large')
    expect(await code({ query: `{ __typename ${'@skip(if: false) '.repeat(60)} }` })).toBe(
      'graphql_too_large',
    )
    expect(await code({ query: '{ __proto__: __typename }' })).toBe('graphql_too_large')
    for (const [open, close] of [
      ['{a', '}'],
      ['[1', ']'],
      ['(a', ')'],
    ] as const)
      expect(await code({ query: `{ a(b: ${open.repeat(1_900)}${close.repeat(1_900)}) }` })).toBe(
        'graphql_syntax',
      )
    expect(await code({ query: '{a'.repeat(1_999) })).toBe('graphql_syntax')
    expect(await code({ query: `{ customers(search: "${'{'.repeat(1_000)}") { nodes { id } } }` })).not.toBe(
      'graphql_syntax',
    )
    expect(await code({ query: '{ customers(search: "\\u0000") { nodes { id } } }' })).toBe(
      'graphql_too_large',
    )
  })

  it('asks for a page beyond its bounds', async () => {
    expect(await code({ query: '{ customers(first: 101) { nodes { id } } }' })).toBe('invalid_page_size')
    expect(await code({ query: '{ customers(first: 0) { nodes { id } } }' })).toBe('invalid_page_size')
    expect(await code({ query: '{ customers(after: "what") { nodes { id } } }' })).toBe('internal_error')
  })

  it('changes something by GET', async () => {
    const get = (query: string) =>
      server.app.inject({
        method: 'GET',
        url: `/graphql?query=${encodeURIComponent(query)}`,
        headers: { authorization: 'Bearer t' },
      })
    expect((await get('{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } })
    expect(
      (await get('mutation { renameCustomer(id: "c1", name: "x") { id } }')).json().errors[0].extensions.code,
    ).toBe('graphql_method')
  })

  it('names variables, operations or fields that do not fit', async () => {
    expect(await code({ query: 'query ($id: ID!) { customer(id: $id) { id } }' })).toBe('graphql_variables')
    expect(
      await code({ query: 'query ($at: DateTime) { echo(at: $at) }', variables: { at: 'yesterday' } }),
    ).toBe('graphql_variables')
    expect(await code({ query: 'query a { __typename } query b { __typename }' })).toBe(
      'graphql_operation_unknown',
    )
    expect(await code({ query: 'query a { __typename }', operationName: 'b' })).toBe(
      'graphql_operation_unknown',
    )
    expect(await code({ query: '{ nothing }' })).toBe('graphql_invalid')
  })
})

describe('GraphiQL', () => {
  const open = async (production: boolean) => {
    const { app } = graphqlServer(plugins(), { config: { ...limits, production } })
    return app.inject({
      method: 'GET',
      url: '/graphql',
      headers: { authorization: 'Bearer t', accept: 'text/html' },
    })
  }

  it('is there in development, under a policy of its own, and not in production', async () => {
    const development = await open(false)
    expect(development.body).toContain('GraphiQL')
    expect(development.headers['content-security-policy']).toContain('unpkg.com')
    const production = await open(true)
    expect(production.statusCode).toBe(406)
    expect(production.body).toBe('')
  })
})

describe('limits', () => {
  it('let the usual introspection pass', async () => {
    const { body } = await server.post({ query: getIntrospectionQuery() })
    expect(body.errors).toBeUndefined()
    expect(body.data.__schema.types.length).toBeGreaterThan(10)
  })

  it('bound a batch', async () => {
    const batch = (size: number) =>
      server.post(Array.from({ length: size }, () => ({ query: '{ __typename }' })))
    expect((await batch(3)).body).toEqual(
      Array.from({ length: 3 }, () => ({ data: { __typename: 'Query' } })),
    )
    expect((await batch(11)).status).toBe(413)
  })
})

describe('persisted documents', () => {
  const query = '{ customers(first: 1) { nodes { name } } }'
  const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } } }

  it('are learned from a client that sends text and hash once', async () => {
    const { post } = graphqlServer(plugins())
    const unknown = await post(byHash)
    expect(unknown.body.errors[0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    })
    expect((await post({ ...byHash, query: '{ __typename }' })).body.errors[0].extensions.code).toBe(
      'graphql_hash_mismatch',
    )
    expect((await post({ ...byHash, query })).body.data.customers.nodes).toHaveLength(1)
    expect((await post(byHash)).body.data.customers.nodes).toHaveLength(1)
  })

  it('are all there is when only trusted ones are answered', async () => {
    const persistedDocuments = new Map([[sha256(query), query]])
    const { post } = graphqlServer(plugins(), {
      config: { ...limits, persistedOnly: true, persistedDocuments },
    })
    expect((await post(byHash)).body.data.customers.nodes).toHaveLength(1)
    expect((await post({ query })).body.data.customers.nodes).toHaveLength(1)
    expect((await post({ query: '{ __typename }' })).body.errors[0].extensions.code).toBe(
      'graphql_document_not_trusted',
    )
    expect((await post([{ query: '{ __typename }' }])).body[0].errors[0].extensions.code).toBe(
      'graphql_document_not_trusted',
    )
  })
})
