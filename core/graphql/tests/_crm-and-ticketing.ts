import { GraphQLError } from 'graphql'
import { invalid, notFound, type Page, toPage } from '@wasla/sdk'
import { fixturePlugin, permissions } from './_fixture-plugins.ts'

interface CustomerRow {
  id: string
  name: string
  createdAt: Date
  creditLimit: bigint
}

interface TicketRow {
  id: string
  subject: string
  customerId: string
}

declare module '@wasla/sdk' {
  interface GraphqlObjects {
    Client: CustomerRow
  }
}

const customer = (index: number): CustomerRow => ({
  id: `c${index}`,
  name: `Customer ${index}`,
  createdAt: new Date(Date.UTC(2026, 0, index + 1)),
  creditLimit: 3_000_000_000n + BigInt(index),
})

const customers = Array.from({ length: 40 }, (_, index) => customer(index))

const position = (row: { id: string }) => [row.id]

function pageOf<Row extends { id: string }>(
  rows: readonly Row[],
  first: number,
  after: string | null | undefined,
): Page<Row> {
  const start = after == null ? 0 : rows.findIndex(({ id }) => [id].join() === decode(after)) + 1
  return toPage(rows.slice(start, start + first + 1), first, position)
}

const decode = (cursor: string) =>
  (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]).join()

/** Which plugin's context ran what, in order. */
export interface Calls {
  readonly list: string[]
}

/** CRM in small: a node with a loader, a connection, a nested list, errors of each kind, a mutation, a subscription. */
export function crm(calls: Calls, events: () => AsyncIterable<{ id: string }> = async function* () {}) {
  return fixturePlugin({ id: 'crm', permissions: permissions('customers', 'activities') }, (builder) => {
    builder.loadableNode('Client', {
      permission: 'crm.customers.read',
      description: 'Somebody one sells to',
      id: { resolve: (row) => row.id },
      load: async (ids: string[], context) => {
        calls.list.push(`${context.plugin} loads customers ${ids.join(',')}`)
        return ids.map((id) => customers.find((row) => row.id === id) ?? new Error(`no customer ${id}`))
      },
      fields: (t) => ({
        name: t.exposeString('name'),
        createdAt: t.expose('createdAt', { type: 'DateTime' }),
        creditLimit: t.expose('creditLimit', { type: 'Money' }),
        plugin: t.string({ resolve: (_row, _args, context) => context.plugin }),
        activities: t.stringList({
          args: { first: t.arg.int({ defaultValue: 3 }) },
          resolve: (row, { first }) =>
            Array.from({ length: first ?? 0 }, (_, index) => `${row.id} activity ${index}`),
        }),
      }),
    })
    builder.queryFields((t) => ({
      customers: t.pageConnection({
        permission: 'crm.customers.read',
        type: 'Client',
        position: ['id'],
        resolve: async (_root, { first, after }) => pageOf(customers, first, after),
      }),
      customer: t.field({
        permission: 'crm.customers.read',
        type: 'Client',
        nullable: true,
        args: { id: t.arg.globalID({ required: true }) },
        resolve: (_root, { id }) => {
          const row = customers.find((each) => each.id === id.id)
          if (row === undefined) throw notFound('crm.customer_not_found', 'There is no such customer here.')
          return row
        },
      }),
      broken: t.string({
        permission: 'crm.customers.read',
        nullable: true,
        resolve: () => {
          throw new Error('password=hunter2')
        },
      }),
      missing: t.string({
        permission: 'crm.customers.read',
        nullable: false,
        resolve: () => null as unknown as string,
      }),
      deliberate: t.string({
        permission: 'crm.customers.read',
        nullable: true,
        resolve: () => {
          throw new GraphQLError('Not like this.', { extensions: { code: 'crm.deliberate' } })
        },
      }),
      echo: t.field({
        permission: 'crm.customers.read',
        type: 'JSON',
        nullable: true,
        args: {
          value: t.arg({ type: 'JSON' }),
          at: t.arg({ type: 'DateTime' }),
          amount: t.arg({ type: 'Money' }),
        },
        resolve: (_root, { value, at, amount }) => ({
          value,
          at: at?.toISOString(),
          amount: amount?.toString(),
        }),
      }),
    }))
    builder.mutationField('renameCustomer', (t) =>
      t.field({
        permission: 'crm.customers.write',
        type: 'Client',
        args: { id: t.arg.string({ required: true }), name: t.arg.string({ required: true }) },
        resolve: (_root, { id, name }) => {
          if (name === '')
            throw invalid('crm.name_empty', 'A customer needs a name.', {
              fields: [{ field: 'name', message: 'is empty' }],
            })
          calls.list.push(`rename ${id}`)
          return { ...customers[Number(id.slice(1))]!, name }
        },
      }),
    )
    builder.subscriptionField('customerChanged', (t) =>
      t.field({
        permission: 'crm.customers.read',
        type: 'Client',
        subscribe: () => events(),
        resolve: (event: { id: string }) => customers.find((row) => row.id === event.id)!,
      }),
    )
  })
}

/** Ticketing in small: extends CRM's customer, links to it through its own loader, and requires or merely knows CRM. */
export function ticketing(calls: Calls, relation: 'requires' | 'optional' | 'none' = 'requires') {
  const named = relation === 'none' ? {} : { [relation]: { crm: '^1.0.0' } }
  return fixturePlugin({ id: 'ticketing', permissions: permissions('tickets'), ...named }, (builder) => {
    const Ticket = builder.objectRef<TicketRow>('Ticket')
    builder.objectType(Ticket, {
      fields: (t) => ({
        id: t.exposeID('id'),
        subject: t.exposeString('subject'),
        plugin: t.string({ resolve: (_row, _args, context) => context.plugin }),
        customer: t.loadable({
          type: 'Client',
          load: async (ids: string[], context) => {
            calls.list.push(`${context.plugin} asks for customers ${ids.join(',')}`)
            return ids.map((id) => customers.find((row) => row.id === id)!)
          },
          resolve: (row) => row.customerId,
        }),
      }),
    })
    const ticketsOf = (row: { id: string }): TicketRow[] =>
      Array.from({ length: 3 }, (_, index) => ({
        id: `${row.id}-t${index}`,
        subject: `Ticket ${index}`,
        customerId: row.id,
      }))
    builder.objectField('Client', 'tickets', (t) =>
      t.field({ permission: 'ticketing.tickets.read', type: [Ticket], resolve: ticketsOf }),
    )
    builder.queryField('tickets', (t) =>
      t.pageConnection({
        permission: 'ticketing.tickets.read',
        type: Ticket,
        position: ['id'],
        resolve: async (_root, { first, after }) => pageOf(customers.flatMap(ticketsOf), first, after),
      }),
    )
  })
}
