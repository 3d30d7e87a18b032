import { fastify } from 'fastify'
import pg from 'pg'
import {
  CUSTOMER_COLUMNS,
  customerList,
  customerSchema,
  newCustomerSchema,
  pingSchema,
} from './customer.schema.ts'

/**
 * The yardstick: Fastify and a `pg` pool with prepared statements and response schemas, in one process.
 * Nobody is authenticated, nothing is isolated, nothing is recorded.
 */
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_SIZE']),
})
const app = fastify()
const selected = Object.entries(CUSTOMER_COLUMNS)
  .map(([property, column]) => `${column} as "${property}"`)
  .join(', ')
const written = Object.keys(newCustomerSchema.properties) as (keyof typeof newCustomerSchema.properties)[]
const insert = `insert into bench.customers (organization_id, ${written.map((property) => CUSTOMER_COLUMNS[property]).join(', ')})
  values ($1, ${written.map((_, index) => `$${index + 2}`).join(', ')}) returning ${selected}`
const organizationId = process.env['BENCH_ORGANIZATION']

app.get<{ Querystring: { echo: string } }>('/pings', { schema: pingSchema }, async (request) => ({
  echo: request.query.echo,
}))

app.get<{ Querystring: { country: string; limit: number } }>(
  '/customers',
  { schema: customerList },
  async (request) => {
    const { country, limit } = request.query
    const { rows } = await pool.query({
      name: 'list',
      text: `select ${selected} from bench.customers where organization_id = $1 and country = $2 order by id desc limit $3`,
      values: [organizationId, country, limit],
    })
    return { items: rows }
  },
)

app.get<{ Params: { id: string } }>(
  '/customers/:id',
  { schema: { response: { 200: customerSchema } } },
  async (request, reply) => {
    const { rows } = await pool.query({
      name: 'get',
      text: `select ${selected} from bench.customers where id = $1`,
      values: [request.params.id],
    })
    return rows[0] ?? reply.code(404).send()
  },
)

app.post<{ Body: Record<string, string> }>(
  '/customers',
  { schema: { body: newCustomerSchema, response: { 201: customerSchema } } },
  async (request, reply) => {
    const values = [organizationId, ...written.map((property) => request.body[property] ?? null)]
    const { rows } = await pool.query({ name: 'create', text: insert, values })
    return reply.code(201).send(rows[0])
  },
)

const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: Number(new URL(address).port) })
process.on('disconnect', () => process.exit())
