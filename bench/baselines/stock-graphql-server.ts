import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import SchemaBuilder from '@pothos/core'
import DataLoader from 'dataloader'
import { createYoga } from 'graphql-yoga'
import pg from 'pg'

/** The yardstick for GraphQL: Yoga, Pothos and `pg` as their guides put them together, with a loader for the relation. */
interface Customer {
  id: string
  companyName: string
  contactName: string | null
  email: string | null
  phone: string | null
  city: string | null
  country: string | null
  createdAt: Date
}

interface Activity {
  id: string
  customerId: string
  kind: string
  subject: string
  occurredAt: Date
}

interface Context {
  activities: DataLoader<string, Activity[]>
}

interface Connection {
  items: Customer[]
  hasNextPage: boolean
}

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_SIZE']),
})
const organizationId = process.env['BENCH_ORGANIZATION']
const builder = new SchemaBuilder<{ Context: Context; Scalars: { DateTime: { Input: Date; Output: Date } } }>(
  {},
)

builder.scalarType('DateTime', { serialize: (value) => value.toISOString() })
const activity = builder.objectRef<Activity>('Activity').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.exposeString('kind'),
    subject: t.exposeString('subject'),
    occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
  }),
})
const customer = builder.objectRef<Customer>('Customer').implement({
  fields: (t) => ({
    rowId: t.exposeID('id'),
    companyName: t.exposeString('companyName'),
    contactName: t.exposeString('contactName', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    city: t.exposeString('city', { nullable: true }),
    country: t.exposeString('country', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    activities: t.field({
      type: [activity],
      args: { first: t.arg.int({ required: true, defaultValue: 10 }) },
      resolve: ({ id }, _args, { activities }) => activities.load(id),
    }),
  }),
})
const edge = builder.objectRef<Customer>('CustomerEdge').implement({
  fields: (t) => ({ node: t.field({ type: customer, resolve: (node) => node }) }),
})
const pageInfo = builder.objectRef<Connection>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    endCursor: t.string({
      nullable: true,
      resolve: ({ items }) => Buffer.from(JSON.stringify([items.at(-1)?.id])).toString('base64url'),
    }),
  }),
})
const connection = builder.objectRef<Connection>('CustomerConnection').implement({
  fields: (t) => ({
    edges: t.field({ type: [edge], resolve: ({ items }) => items }),
    pageInfo: t.field({ type: pageInfo, resolve: (page) => page }),
  }),
})
builder.queryType({
  fields: (t) => ({
    customers: t.field({
      type: connection,
      args: { first: t.arg.int({ required: true, defaultValue: 20 }), country: t.arg.string() },
      resolve: async (_parent, { first, country }) => {
        const { rows } = await pool.query<Customer>({
          name: 'list',
          text: `select id, company_name as "companyName", contact_name as "contactName", email, phone, city, country, created_at as "createdAt"
            from bench.customers where organization_id = $1 and country = $2 order by id desc limit $3`,
          values: [organizationId, country, first + 1],
        })
        return { items: rows.slice(0, first), hasNextPage: rows.length > first }
      },
    }),
  }),
})

/** A loader takes no arguments of the field, so it reads as many as the measured query asks for. */
async function loadActivities(customerIds: readonly string[]): Promise<Activity[][]> {
  const { rows } = await pool.query<Activity>({
    name: 'activities',
    text: `select a.* from unnest($2::uuid[]) as c (id) cross join lateral (
        select id, customer_id as "customerId", kind, subject, occurred_at as "occurredAt" from bench.activities
        where organization_id = $1 and customer_id = c.id order by occurred_at desc, id desc limit 3) a`,
    values: [organizationId, customerIds],
  })
  const groups = Map.groupBy(rows, ({ customerId }) => customerId)
  return customerIds.map((id) => groups.get(id) ?? [])
}

const yoga = createYoga<object, Context>({
  schema: builder.toSchema(),
  context: () => ({ activities: new DataLoader(loadActivities) }),
  logging: false,
})
const server = createServer((request, response) => void yoga(request, response))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
