import { fastify } from 'fastify'
import { execute, type ExecutionArgs } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { describe, expect, it } from 'vitest'
import { GraphqlScope } from '../graphql-scope.ts'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { actorOf, fakeContexts, graphqlServer, limits, modules } from './_graphql-server.ts'

const server = graphqlServer([crm({ list: [] }), ticketing({ list: [] })], {
  config: { ...limits, maxDepth: 8 },
})

const active = modules('crm', 'ticketing')

const LIST =
  '{ customers(first: 20) { nodes { id name createdAt creditLimit tickets { id subject customer { id name } } } pageInfo { hasNextPage endCursor } } }'

/** Requests of every kind an application sends, right and wrong. */
const corpus: Record<string, object> = {
  list: { query: LIST },
  variables: {
    query:
      'query q($first: Int!, $after: String) { customers(first: $first, after: $after) { edges { cursor node { name activities(first: 2) } } } }',
    variables: { first: 3 },
    operationName: 'q',
  },
  fragments: {
    query:
      'query { customers(first: 2) { nodes { ...c } } node(id: "Q2xpZW50OmMx") { __typename ...c } } fragment c on Client { name tickets { ...t } } fragment t on Ticket { subject plugin }',
  },
  conditions: {
    query:
      'query ($a: Boolean!) { customers(first: 1) { nodes { name @skip(if: $a) plugin @include(if: $a) } } }',
    variables: { a: true },
  },
  'several operations': {
    query: 'query a { __typename } query b { customers(first: 1) { nodes { name } } }',
    operationName: 'b',
  },
  mutation: {
    query:
      'mutation { a: renameCustomer(id: "c1", name: "A") { name } b: renameCustomer(id: "c2", name: "") { name } }',
  },
  introspection: {
    query:
      '{ __schema { queryType { fields { name type { name kind } } } } __type(name: "Client") { interfaces { name } } }',
  },
  'errors of fields': {
    query: '{ broken deliberate customer(id: "Q2xpZW50Ong=") { name } bad: customer(id: "??") { name } }',
  },
  'a null that spreads': { query: '{ missing customers(first: 1) { nodes { name } } }' },
  'nulls for nothing': { query: '{ __typename }', variables: null, operationName: null, extensions: null },
  'an extension': { query: '{ __typename }', extensions: { trace: 'on' } },
  'a list with a missing row': {
    query: '{ nodes(ids: ["Q2xpZW50OmMx", "Q2xpZW50Om5vYm9keQ==", "Q2xpZW50OmMy"]) { id } }',
  },
  'the word subscription': { query: '{ subscription: __typename }' },
  'wrong syntax': { query: '{ customers( }' },
  'wrong field': { query: '{ customers { nodes { nope } } }' },
  'wrong variable': {
    query: 'query ($first: Int!) { customers(first: $first) { nodes { name } } }',
    variables: { first: 'x' },
  },
  'missing variable': { query: 'query ($first: Int!) { customers(first: $first) { nodes { name } } }' },
  'unknown operation': { query: 'query a { __typename }', operationName: 'b' },
  'too deep': {
    query:
      '{ customers { nodes { tickets { customer { tickets { customer { tickets { customer { name } } } } } } } } }',
  },
  'too costly': {
    query:
      'query ($n: Int!) { customers(first: $n) { nodes { tickets { customer { activities tickets { id } } } } } }',
    variables: { n: 100 },
  },
}

/** What clients accept, and the same with a parameter that only Yoga reads. */
const types: [string, string][] = [
  ['*/*', '*/*;x=1'],
  ['application/json', 'application/json;x=1'],
  ['application/graphql-response+json', 'application/graphql-response+json;x=1'],
  [
    'application/graphql-response+json, application/json;q=0.9',
    'application/graphql-response+json;x=1, application/json;q=0.9',
  ],
]

const useGraphqlJs: Plugin = {
  onExecute: ({ setExecuteFn }) =>
    setExecuteFn((args: ExecutionArgs) =>
      execute({ ...args, contextValue: new GraphqlScope(actorOf(active), fakeContexts()) }),
    ),
}

describe('the short way and Yoga', () => {
  it('answer the same, status and type included', async () => {
    for (const [name, body] of Object.entries(corpus)) {
      for (const [accept, same] of types) {
        const short = await server.post(body, { accept })
        const yoga = await server.post(body, { accept: same })
        expect({ name, accept, ...short }).toEqual({ name, accept, ...yoga })
      }
    }
  })

  it('cost as much as this, beside a Yoga that runs graphql-js', async () => {
    const stock = createYoga<object>({
      schema: server.graphql.schemaFor(active),
      logging: false,
      plugins: [useGraphqlJs],
    })
    const beside = fastify()
    beside.post('/stock', async (request, reply) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request.body),
      }
      const response = await stock.fetch('http://localhost/graphql', init)
      return reply.type('application/json').send(await response.text())
    })
    const rate = async (url: string, accept: string) => {
      const { app } = url === '/stock' ? { app: beside } : server
      const begin = performance.now()
      let answers = 0
      while (performance.now() - begin < 600) {
        const { body } = await app.inject({
          method: 'POST',
          url,
          headers: { accept, authorization: 'Bearer t' },
          payload: { query: LIST },
        })
        expect(body.length).toBeGreaterThan(5_000)
        answers += 1
      }
      return answers / (performance.now() - begin)
    }
    const ways: [string, string][] = [
      ['/graphql', '*/*'],
      ['/graphql', '*/*;x=1'],
      ['/stock', '*/*'],
    ]
    for (const way of ways) await rate(...way)
    const rates: number[] = []
    for (const way of ways) rates.push(await rate(...way))
    const [short = 0, yoga = 1, ours = 1] = rates
    console.info(
      `GraphQL list of 20 with a nested relation: short way = ${(short / yoga).toFixed(2)} × Yoga with the same engine, ${(short / ours).toFixed(2)} × Yoga with graphql-js`,
    )
  })
})
