import type { LoadedRequest } from '../load/load.ts'
import { COUNTRIES, type Workload } from './seed.ts'

/** One operation, as both sides are asked for it. */
export interface Operation {
  readonly name: string
  readonly bar: number
  readonly base: 'bare' | 'stock'
  readonly ours: readonly LoadedRequest[]
  readonly theirs: readonly LoadedRequest[]
}

/** The one that needs no rows. */
export const WITHOUT_DATA = 'route without data'

const QUERY = `query Customers($country: String) {
  customers(first: 20, country: $country) {
    edges { node { rowId companyName contactName email phone city country createdAt activities(first: 3) { id kind subject occurredAt } } }
    pageInfo { hasNextPage endCursor }
  }
}`

/** The operations of the table: through the whole platform, and of the yardstick. */
export function operations({ token, customerIds }: Workload): readonly Operation[] {
  const signedIn = { authorization: `Bearer ${token}` }
  const json = { 'content-type': 'application/json' }
  const get = (paths: readonly string[], prefix: string, headers = {}): LoadedRequest[] =>
    paths.map((path) => ({ method: 'GET', path: `${prefix}${path}`, headers }))
  const lists = COUNTRIES.map((country) => `/customers?country=${country}&limit=20`)
  const items = customerIds.map((id) => `/customers/${id}`)
  const customers = COUNTRIES.map((country, number) =>
    JSON.stringify({
      companyName: `New company ${number}`,
      contactName: 'Maria Anders',
      contactTitle: 'Owner',
      email: `maria${number}@example.com`,
      address: 'Obere Str. 57',
      city: 'Berlin',
      postalCode: '12209',
      country,
    }),
  )
  const queries = COUNTRIES.map((country) => JSON.stringify({ query: QUERY, variables: { country } }))
  const post = (bodies: readonly string[], path: string, headers = {}, idempotent = false): LoadedRequest[] =>
    bodies.map((body) => ({ method: 'POST', path, headers: { ...json, ...headers }, body, idempotent }))
  return [
    {
      name: 'list 20, filtered, newest first',
      bar: 0.8,
      base: 'bare',
      ours: get(lists, '/api/v1/crm', signedIn),
      theirs: get(lists, ''),
    },
    {
      name: 'get by id',
      bar: 0.7,
      base: 'bare',
      ours: get(items, '/api/v1/crm', signedIn),
      theirs: get(items, ''),
    },
    {
      name: 'GraphQL list of 20 with a relation',
      bar: 2,
      base: 'stock',
      ours: post(queries, '/graphql', signedIn),
      theirs: post(queries, '/graphql'),
    },
    {
      name: WITHOUT_DATA,
      bar: 0.85,
      base: 'bare',
      ours: get(['/pings?echo=hello'], '/api/v1/probe', signedIn),
      theirs: get(['/pings?echo=hello'], ''),
    },
    // The last, since what it creates is what the others would list.
    {
      name: 'create',
      bar: 0.5,
      base: 'bare',
      ours: post(customers, '/api/v1/crm/customers', signedIn, true),
      theirs: post(customers, '/customers'),
    },
  ]
}
