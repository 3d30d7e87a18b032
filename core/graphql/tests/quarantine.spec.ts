import { describe, expect, it } from 'vitest'
import type { GraphqlDefinition, Permission } from '@wasla/sdk'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { fixturePlugin, permissions } from './_fixture-plugins.ts'
import { graphqlServer, modules } from './_graphql-server.ts'

const calls = { list: [] }
const permission = 'crm.customers.read'

/** What becomes of a plugin beside CRM, which it may use. */
function verdict(graphql: GraphqlDefinition, relation: 'requires' | 'optional' | null = 'requires') {
  const rogue = fixturePlugin(
    { id: 'rogue', permissions: permissions('things'), ...(relation && { [relation]: { crm: '^1.0.0' } }) },
    graphql,
  )
  const { registry, graphql: made } = graphqlServer([crm(calls), rogue])
  const schema = made.schemaFor(modules('crm', 'rogue'))
  expect(registry.quarantines.has('crm')).toBe(false)
  expect(schema.getType('Client')).toBeDefined()
  const { phase, code, reason } = registry.quarantines.get('rogue') ?? { phase: '', code: '', reason: '' }
  return { phase, code, reason }
}

describe('a plugin is quarantined, and the schema built without it, when it', () => {
  it('declares a type that another declares', () => {
    const { phase, code, reason } = verdict(
      (builder) =>
        void builder
          .objectRef<object>('Client')
          .implement({ fields: (t) => ({ a: t.string({ resolve: () => 'a' }) }) }),
    )
    expect({ phase, code }).toEqual({ phase: 'register', code: 'graphql_collision' })
    expect(reason).toContain('"rogue" declares the GraphQL type "Client", which "crm" already declares')
  })

  it('adds a field that another adds', () => {
    const { code, reason } = verdict((builder) =>
      builder.queryField('customers', (t) => t.string({ permission, resolve: () => 'a' })),
    )
    expect(code).toBe('graphql_collision')
    expect(reason).toContain('"rogue" adds the GraphQL field "Query.customers", which "crm" already adds')
  })

  it('throws in its section, or while its fields are made', () => {
    const thrown = verdict(() => {
      throw new Error('no luck')
    })
    expect(thrown).toMatchObject({ code: 'graphql_failed', reason: expect.stringContaining('no luck') })
    const later = verdict((builder) =>
      builder.queryField('late', () => {
        throw new Error('no luck later')
      }),
    )
    expect(later).toMatchObject({ code: 'graphql_failed', reason: expect.stringContaining('no luck later') })
  })

  it('refers to a type that nobody declares', () => {
    const referring = verdict((builder) =>
      builder.queryField('what', (t) =>
        t.field({ permission, type: builder.objectRef<object>('Nowhere'), resolve: () => ({}) }),
      ),
    )
    expect(referring).toMatchObject({ code: 'graphql_failed', reason: expect.stringContaining('Nowhere') })
    const extending = verdict((builder) =>
      // @ts-expect-error no module declares such a type
      builder.objectField('Clinet', 'tickets', (t) => t.string({ permission, resolve: () => 'a' })),
    )
    expect(extending).toMatchObject({
      code: 'graphql_unknown_type',
      reason: expect.stringContaining('Clinet'),
    })
  })

  it('names no permission on a root field, on a foreign type or on a node', () => {
    for (const [where, section] of [
      ['Query.open', (builder) => builder.queryField('open', (t) => t.string({ resolve: () => 'a' }))],
      ['Mutation.open', (builder) => builder.mutationField('open', (t) => t.string({ resolve: () => 'a' }))],
      [
        'Subscription.open',
        (builder) =>
          builder.subscriptionField('open', (t) =>
            t.string({ subscribe: async function* () {}, resolve: () => 'a' }),
          ),
      ],
      [
        'Client.open',
        (builder) => builder.objectField('Client', 'open', (t) => t.string({ resolve: () => 'a' })),
      ],
      [
        'Thing',
        (builder) =>
          void builder.node(builder.objectRef<{ id: string }>('Thing'), {
            id: { resolve: ({ id }) => id },
            loadOne: () => null,
          }),
      ],
    ] as [string, GraphqlDefinition][]) {
      expect(verdict(section), where).toMatchObject({
        code: 'graphql_permission_missing',
        reason: expect.stringContaining(`"${where}"`),
      })
    }
  })

  it('asks for a permission that no manifest declares', () => {
    const misspelt = 'rogue.thigns.read' as Permission
    const section: GraphqlDefinition = (builder) =>
      builder.queryField('typo', (t) => t.string({ permission: misspelt, resolve: () => 'a' }))
    expect(verdict(section)).toMatchObject({
      code: 'graphql_unknown_permission',
      reason: expect.stringContaining('rogue.thigns.read'),
    })
  })

  it('uses a module that its manifest does not name', () => {
    const extending: GraphqlDefinition = (builder) =>
      builder.objectField('Client', 'own', (t) => t.string({ permission, resolve: () => 'a' }))
    expect(verdict(extending, null)).toMatchObject({
      code: 'graphql_undeclared_module',
      reason: expect.stringContaining('"crm"'),
    })
    const referring: GraphqlDefinition = (builder) =>
      builder.queryField('own', (t) =>
        t.field({ permission, type: 'Client', nullable: true, resolve: () => null }),
      )
    expect(verdict(referring, null)).toMatchObject({ code: 'graphql_undeclared_module' })
  })

  it('takes hold of what is the platform’s', () => {
    expect(verdict((builder) => void builder.queryType({}))).toMatchObject({ code: 'graphql_platform_type' })
    expect(verdict((builder) => void builder.objectRef<object>('PageInfo').implement({}))).toMatchObject({
      code: 'graphql_collision',
      reason: expect.stringContaining('"platform"'),
    })
    expect(
      verdict((builder) =>
        builder.interfaceField(builder.nodeInterfaceRef(), 'extra', (t) =>
          t.string({ permission, resolve: () => 'a' }),
        ),
      ),
    ).toMatchObject({ code: 'graphql_platform_type' })
  })

  it('holds up only together with an optional module: found at boot, not by the first organization without it', () => {
    const section: GraphqlDefinition = (builder) => {
      builder.objectField('Client', 'fine', (t) => t.string({ permission, resolve: () => 'a' }))
      if (
        !(
          builder as { configStore: { hasImplementation(name: string): boolean } }
        ).configStore.hasImplementation('Client')
      )
        throw new Error('only with crm')
    }
    expect(verdict(section, 'optional')).toMatchObject({
      code: 'graphql_failed',
      reason: expect.stringContaining('only with crm'),
    })
  })
})

describe('a plugin of which another module is optional', () => {
  it('loses the fields on that module’s types, and of them, while it is off', () => {
    const { graphql, registry } = graphqlServer([crm(calls), ticketing(calls, 'optional')])
    const fields = (active: ReturnType<typeof modules>, type: string) =>
      Object.keys(
        (graphql.schemaFor(active).getType(type)?.toConfig() as { fields?: object } | undefined)?.fields ??
          {},
      )
    expect(fields(modules('crm', 'ticketing'), 'Client')).toContain('tickets')
    expect(fields(modules('crm', 'ticketing'), 'Ticket')).toContain('customer')
    expect(fields(modules('ticketing'), 'Client')).toEqual([])
    expect(fields(modules('ticketing'), 'Ticket')).toEqual(['id', 'subject', 'plugin'])
    expect([...registry.quarantines]).toEqual([])
  })

  it('is left out of a set that lacks what it requires, without blame', () => {
    const { graphql, registry } = graphqlServer([crm(calls), ticketing(calls, 'requires')])
    expect(graphql.schemaFor(modules('ticketing')).getType('Ticket')).toBeUndefined()
    expect([...registry.quarantines]).toEqual([])
  })
})
