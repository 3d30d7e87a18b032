import {
  type Given,
  type GraphqlDefinition,
  type Permission,
  prepareQuery,
  type QueryBuilder,
  toPage,
} from '@wasla/sdk'
import { sql as raw } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ContextFactory } from '../../contexts/context-factory.ts'
import {
  createShopDatabase,
  Customer,
  Note,
  type ShopDatabase,
  type ShopEntities,
  type Ticket,
} from '../../database/tests/_database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { ReceivedRows } from '../../database/statements/received-rows.ts'
import { fixturePlugin, permissions } from './_fixture-plugins.ts'
import { fakeContexts, graphqlServer, limits, type TestServer } from './_graphql-server.ts'

type Sql = QueryBuilder<ShopEntities>

/** The types know the permissions of real modules only. */
const named = (permission: string) => permission as Permission

const newest = prepareQuery((sql: Sql, { limit }: Given<{ limit: number }>) =>
  sql.selectFrom('customers').selectAll().orderBy('id', 'desc').limit(limit),
)
const shuffled = prepareQuery((sql: Sql, { limit }: Given<{ limit: number }>) =>
  sql.selectFrom('customers').selectAll().orderBy(raw`random()`).limit(limit),
)
const withNotes = prepareQuery((sql: Sql, { limit }: Given<{ limit: number }>) =>
  sql
    .selectFrom('customers')
    .innerJoin('notes', 'notes.customer', 'customers.id')
    .selectAll('customers')
    .distinct()
    .orderBy('customers.id', 'desc')
    .limit(limit),
)
const notesOf = prepareQuery((sql: Sql, { customer, limit }: Given<{ customer: string; limit: number }>) =>
  sql.selectFrom('notes').selectAll().where('customer', '=', customer).orderBy('id', 'desc').limit(limit),
)
const customerById = prepareQuery((sql: Sql, { id }: Given<{ id: string }>) =>
  sql.selectFrom('customers').selectAll().where('id', '=', id),
)

interface CustomerRow {
  readonly id: string
  readonly companyName: string
  readonly email: string | null
  readonly score: number
  readonly createdAt: Date
}

interface NoteRow {
  readonly id: string
  readonly body: string
  readonly customer: string
}

const shopSchema: GraphqlDefinition = (builder) => {
  const customer = builder.objectRef<CustomerRow>('Buyer')
  const note = builder.objectRef<NoteRow>('Remark').implement({
    fields: (t) => ({
      id: t.exposeID('id'),
      text: t.exposeString('body'),
      customer: t.relatedRow({ type: customer, key: 'customer', query: customerById, of: 'id' }),
    }),
  })
  customer.implement({
    fields: (t) => ({
      id: t.exposeID('id'),
      name: t.exposeString('companyName'),
      email: t.exposeString('email', { nullable: true }),
      // The types see that it may be null, as they cannot where a column changes later.
      mail: t.exposeString('email' as 'companyName', { nullable: false }),
      since: t.expose('createdAt', { type: 'DateTime' }),
      secret: t.exposeInt('score', { permission: named('shop.scores.read'), nullable: true }),
      label: t.string({ resolve: ({ companyName, score }) => `${companyName} (${score})` }),
      notes: t.relatedRows({
        type: note,
        permission: named('shop.notes.read'),
        args: { first: t.arg.int({ defaultValue: 2, required: true }) },
        key: 'id',
        query: notesOf,
        of: 'customer',
        values: ({ first }) => {
          if (first > 50) throw new Error('Too many.')
          return { limit: first }
        },
      }),
    }),
  })
  const lists = { buyers: newest, shuffledBuyers: shuffled, buyersWithNotes: withNotes }
  for (const [name, query] of Object.entries(lists)) {
    builder.queryField(name, (t) =>
      t.pageConnection({
        type: customer,
        permission: named('shop.customers.read'),
        position: ['id'],
        resolve: (_parent, { first }) => query({ limit: first + 1 }),
      }),
    )
  }
  // The same by a page that its author read: nothing is known before the rows are there.
  builder.queryField('wholeBuyers', (t) =>
    t.pageConnection({
      type: customer,
      permission: named('shop.customers.read'),
      position: ['id'],
      resolve: async (_parent, { first }, ctx) =>
        toPage((await ctx.db.read(newest({ limit: first + 1 }))) as CustomerRow[], first, ({ id }) => [id]),
    }),
  )
}

/** Another module's rows that belong to a customer: they have its id. */
const deskSchema: GraphqlDefinition = (builder) => {
  const ticket = builder.objectRef<{ id: string; subject: string }>('DeskTicket').implement({
    fields: (t) => ({ subject: t.exposeString('subject') }),
  })
  const ticketsOf = prepareQuery(
    (sql: QueryBuilder<readonly [typeof Ticket]>, { id }: Given<{ id: string }>) =>
      sql.selectFrom('tickets').selectAll().where('id', '=', id),
  )
  builder.objectField('Buyer' as never, 'tickets', (t) =>
    t.relatedRows({
      type: ticket,
      permission: named('help-desk.tickets.read'),
      key: 'id' as never,
      query: ticketsOf,
      of: 'id',
    }),
  )
}

let db: ShopDatabase
let server: TestServer
let organization: string
const sent = vi.spyOn(ConnectionPool.prototype, 'run')

beforeAll(async () => {
  db = await createShopDatabase()
  const { as, desk } = db.open()
  const fake = fakeContexts()
  const contexts: ContextFactory = {
    ...fake,
    organization: (plugin, actor) =>
      Object.assign(fake.organization(plugin, actor), {
        db: plugin === 'shop' ? as(organization) : desk(organization),
      }),
  }
  server = graphqlServer(
    [
      fixturePlugin({ id: 'shop', permissions: permissions('customers', 'notes', 'scores') }, shopSchema),
      fixturePlugin(
        { id: 'help-desk', permissions: permissions('tickets'), requires: { shop: '^1.0.0' } },
        deskSchema,
      ),
    ],
    { contexts, config: { ...limits, maxCost: 1_000_000 } },
  )
  expect([...server.registry.quarantines]).toEqual([])
  organization = db.first
  for (let index = 0; index < 9; index += 1) {
    await as(db.first).write(async (unit) => {
      const customer = unit.create(Customer, {
        companyName: `Company ${index}`,
        email: index % 3 === 0 ? undefined : `"مرحبا" \\ \t\u0001 😀 ${index}@example.com`,
        score: index,
      })
      await unit.flush()
      for (let note = 0; note < index % 4; note += 1)
        unit.create(Note, { body: `note ${note} of ${customer.id}`, customer })
    })
  }
  await db.admin.query(
    'insert into help_desk.tickets (id, organization_id, subject) select id, organization_id, company_name from shop.customers',
  )
})
afterAll(() => db?.close())
beforeEach(() => {
  organization = db.first
  server.hold(() => true)
  sent.mockClear()
})

const ask = async (query: string, variables = {}) => (await server.post({ query, variables })).body
/** Of each message to the database: whose role, and its statements. */
const messages = () =>
  sent.mock.calls.map(([[settings, ...statements]]) => ({
    role: settings?.values?.[3],
    texts: statements.map(({ text }) => text),
  }))

test('a list and its related rows are one message, with the columns that were asked for', async () => {
  const rest = '{ nodes { name notes(first: 3) { text } } pageInfo { hasNextPage endCursor } }'
  const { data } = await ask(`{ buyers(first: 6) ${rest} }`)
  expect(messages()).toEqual([
    {
      role: 'wasla_plugin_shop',
      texts: [
        'select "id", "company_name" as "companyName" from "shop"."customers" order by "id" desc limit $1',
        expect.stringMatching(
          /^select "each"."key" as "~parent", "related"."id", "related"."body" from \(select "id" as "key" from "shop"."customers" .* left join lateral \(select "id", "body" from "shop"."notes"/,
        ),
      ],
    },
  ])
  // One row more tells that there are more; nobody asks for its notes.
  expect(sent.mock.calls[0]?.[0].slice(1).map(({ values }) => values)).toEqual([[7], [6, 3]])
  sent.mockClear()
  const whole = await ask(`{ wholeBuyers(first: 6) ${rest} }`)
  expect(data.buyers).toEqual(whole.data.wholeBuyers)
  expect(data.buyers.nodes.map(({ notes }: { notes: object[] }) => notes.length)).toEqual([0, 3, 2, 1, 0, 3])
  expect(messages().map(({ texts }) => texts.length)).toEqual([1, 1])
})

test('all columns are read where an author’s own resolver looks at the row', async () => {
  const { data } = await ask('{ buyers(first: 1) { edges { node { label } } } }')
  expect(data.buyers.edges).toEqual([{ node: { label: 'Company 8 (8)' } }])
  expect(messages()[0]?.texts[0]).toContain('"score"')
  sent.mockClear()
  // Of what another module added to the rows' type the key is declared.
  await ask('{ buyers(first: 1) { nodes { tickets { subject } } } }')
  expect(messages()[0]?.texts[0]).toMatch(/^select "id" from/)
})

test('another module’s rows are read under its own role, in a message of their own', async () => {
  const { data } = await ask('{ buyers(first: 2) { nodes { name notes { id } tickets { subject } } } }')
  expect(data.buyers.nodes[0]).toEqual({ name: 'Company 8', notes: [], tickets: [{ subject: 'Company 8' }] })
  expect(messages().map(({ role, texts }) => [role, texts.length])).toEqual([
    ['wasla_plugin_shop', 2],
    ['wasla_plugin_help_desk', 1],
  ])
})

test('what the caller may not read is not read, and refused at its place', async () => {
  server.hold((permission) => permission !== 'shop.notes.read' && permission !== 'shop.scores.read')
  const { errors, data } = await ask('{ buyers(first: 1) { nodes { name secret notes { id } } } }')
  expect(messages().map(({ texts }) => texts.length)).toEqual([1])
  expect(data.buyers.nodes).toEqual([{ name: 'Company 8', secret: null, notes: null }])
  expect(errors.map(({ path }: { path: string[] }) => path.at(-1))).toEqual(['secret', 'notes'])
})

test('arguments that are refused are refused at their field', async () => {
  const { errors } = await ask('{ buyers(first: 1) { nodes { notes(first: 51) { id } } } }')
  expect(errors[0].path).toEqual(['buyers', 'nodes', 0, 'notes'])
})

test('a page of columns as they are, and what is related, is written without making objects of its rows', async () => {
  const rows = 'edges { cursor node { id n: name email since __typename notes(first: 3) { id text } } }'
  const rest = `{ ${rows} nodes { mail2: email } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
  const made = vi.spyOn(ReceivedRows.prototype, 'rows')
  const { data } = await ask(`{ a: buyers(first: 6) ${rest} b: buyers(first: 9) ${rest} }`)
  expect(made).not.toHaveBeenCalled()
  made.mockRestore()
  const whole = await ask(`{ a: wholeBuyers(first: 6) ${rest} b: wholeBuyers(first: 9) ${rest} }`)
  expect(JSON.stringify(data)).toBe(JSON.stringify(whole.data))
  expect(data.a.edges[1].node.email).toBe('"مرحبا" \\ \t\u0001 😀 7@example.com')
  // Beside one that is not: errors come first.
  server.hold((permission) => permission !== 'shop.scores.read')
  const both = await ask(
    '{ a: buyers(first: 1) { nodes { name } } b: buyers(first: 1) { nodes { secret } } }',
  )
  expect(both).toMatchObject({
    errors: [{ path: ['b', 'nodes', 0, 'secret'] }],
    data: { a: { nodes: [{}] } },
  })
})

test('a null where none may be is told at its place', async () => {
  const rest = '(first: 9) { nodes { mail } }'
  const together = await ask(`{ list: buyers     ${rest} }`)
  expect(together.errors[0].path).toEqual(['list', 'nodes', 2, 'mail'])
  expect(together).toEqual(await ask(`{ list: wholeBuyers${rest} }`))
})

test('another organization sees nothing', async () => {
  organization = db.second
  const { data } = await ask('{ buyers { nodes { name notes { text } } } }')
  expect(data.buyers.nodes).toEqual([])
})

test('a page that is read differently a second time still shows each row’s own', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { data } = await ask('{ shuffledBuyers(first: 4) { nodes { id name notes(first: 9) { text } } } }')
    for (const { id, name, notes } of data.shuffledBuyers.nodes) {
      expect(notes).toHaveLength(Number(name.slice(-1)) % 4)
      for (const { text } of notes) expect(text).toContain(id)
    }
  }
})

test('a query that is more than a selection of one table runs as it is', async () => {
  const { data } = await ask('{ buyersWithNotes(first: 3) { nodes { name notes(first: 1) { text } } } }')
  expect(data.buyersWithNotes.nodes.map(({ name }: { name: string }) => name)).toEqual([
    'Company 7',
    'Company 6',
    'Company 5',
  ])
  expect(messages().map(({ texts }) => texts.length)).toEqual([1, 1])
})

test('every selection is answered as with whole rows and loaders', async () => {
  const random = generator(20261129)
  const chosen = (all: readonly string[]) => all.filter(() => random() < 0.4)
  /** @param deep whether more than columns and what is related to them is chosen */
  const fields = (deep: boolean, depth = 1): string => {
    const notes = () =>
      `notes${random() < 0.5 ? '' : '(first: $n)'} { id ${chosen(['text', '__typename']).join(' ')} ${deep && depth > 0 ? `customer { ${fields(deep, depth - 1)} }` : ''} }`
    const further = deep ? ['secret', 'label', '...F'] : ['... on Buyer { m: email @include(if: $on) }']
    const parts = chosen(['name', 'n: name', 'email', 'since', '__typename', ...further])
    if (random() < 0.7) parts.push(notes())
    if (random() < 0.3) parts.push(`again: ${notes()}`)
    if (deep && random() < 0.2) parts.push('tickets { subject }')
    return ['id', ...parts].join(' ')
  }
  for (let round = 0; round < 60; round += 1) {
    const deep = round % 2 === 0
    const rows =
      `{ ${chosen(['nodes { ID }', 'edges { cursor node { EDGE } }', '__typename', 'pageInfo { endCursor hasNextPage }']).join(' ')} pageInfo { startCursor } }`
        .replace('ID', fields(deep))
        .replace('EDGE', fields(deep))
    const document = `query ($n: Int!, $on: Boolean!) { list: LIST(first: ${1 + Math.floor(random() * 9)}) ${rows} unused: __type(name: "X") @skip(if: $on) { name } fragment: LIST(first: 1) { nodes { ...F } } n: LIST(first: 1) { nodes { notes(first: $n) { id } } } }
      fragment F on Buyer { email @include(if: $on) score: secret }`
    const variables = { n: 1 + Math.floor(random() * 3), on: random() < 0.5 }
    const together = await ask(document.replaceAll('LIST', 'buyers'), variables)
    const apart = await ask(document.replaceAll('LIST', 'wholeBuyers'), variables)
    const comparable = (answer: object) =>
      JSON.stringify(answer).replaceAll('QueryWholeBuyers', 'QueryBuyers')
    expect(comparable(together), document).toBe(comparable(apart))
    expect(together.errors, document).toBeUndefined()
  }
})

/** Park and Miller's generator, so that a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
