import type { Permission } from '@wasla/sdk'
import { describe, expect, it } from 'vitest'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { fixturePlugin, permissions } from './_fixture-plugins.ts'
import { graphqlServer, limits, modules } from './_graphql-server.ts'

const calls = { list: [] }

describe('switching modules', () => {
  it('makes types appear and disappear, introspection included', async () => {
    const server = graphqlServer([crm(calls), ticketing(calls)])
    const look = async () => {
      const { body } = await server.post({
        query:
          '{ client: __type(name: "Client") { fields { name } } ticket: __type(name: "Ticket") { name } }',
      })
      return {
        ticket: body.data.ticket !== null,
        tickets: body.data.client.fields.some(({ name }: { name: string }) => name === 'tickets'),
      }
    }
    expect(await look()).toEqual({ ticket: true, tickets: true })
    server.switchTo(modules('crm'))
    expect(await look()).toEqual({ ticket: false, tickets: false })
    const query = { query: '{ tickets { nodes { id } } }' }
    expect((await server.post(query)).body.errors[0].extensions.code).toBe('graphql_invalid')
    server.switchTo(modules('crm', 'ticketing'))
    expect(await look()).toEqual({ ticket: true, tickets: true })
    expect((await server.post(query)).body.errors).toBeUndefined()
  })

  it('serves an organization with nothing on', async () => {
    const server = graphqlServer([crm(calls)], { active: modules() })
    const { body } = await server.post({
      query: '{ __schema { mutationType { name } types { name } } node(id: "Q2xpZW50OmMx") { id } }',
    })
    expect(body.data.node).toBeNull()
    expect(body.data.__schema.mutationType).toBeNull()
  })

  it('shares one schema between sets that differ only in modules without GraphQL', () => {
    const { graphql } = graphqlServer([crm(calls), fixturePlugin({ id: 'silent' })])
    expect(graphql.schemaFor(modules('crm', 'silent'))).toBe(graphql.schemaFor(modules('crm')))
    expect(graphql.schemaFor(modules('crm'))).not.toBe(graphql.schemaFor(modules()))
  })

  it('drops the schema with a plugin that is quarantined later', () => {
    const { graphql, registry } = graphqlServer([crm(calls), ticketing(calls)])
    const active = modules('crm', 'ticketing')
    expect(graphql.schemaFor(active).getType('Ticket')).toBeDefined()
    registry.quarantine('ticketing', 'start', 'start_failed', 'It did not start.')
    expect(graphql.schemaFor(active).getType('Ticket')).toBeUndefined()
  })

  it('builds a warmed set once, outside of requests', async () => {
    let builds = 0
    const { graphql } = graphqlServer([crm(calls), ticketing(calls)], {
      metrics: { observeSchemaBuild: () => void (builds += 1) },
    })
    const warmed = graphql.warm(modules('crm'))
    expect(builds).toBe(0)
    await warmed
    expect(builds).toBe(1)
    graphql.schemaFor(modules('crm'))
    expect(builds).toBe(1)
  })
})

const MODULES = 20
const TYPES = 12

/** A business of 20 modules with 240 types, each extending the one before. */
function business() {
  return Array.from({ length: MODULES }, (_, index) =>
    fixturePlugin(
      {
        id: `m${index}`,
        permissions: permissions('things'),
        ...(index > 0 && { requires: { [`m${index - 1}`]: '^1.0.0' } }),
      },
      (builder) => {
        const permission = `m${index}.things.read` as Permission
        for (let type = 0; type < TYPES; type += 1) {
          const ref = builder.objectRef<{ id: string }>(`M${index}T${type}`)
          builder.node(ref, {
            permission,
            id: { resolve: ({ id }) => id },
            loadOne: (id) => ({ id }),
            fields: (t) =>
              Object.fromEntries(
                Array.from('abcdefgh', (field) => [field, t.string({ resolve: () => 'x' })]),
              ),
          })
          builder.queryField(`m${index}T${type}s`, (t) =>
            t.pageConnection({
              permission,
              type: ref,
              position: ['id'],
              resolve: () => ({ items: [], nextCursor: null }),
            }),
          )
        }
      },
    ),
  )
}

describe('the cost of schemas', () => {
  it('stays bounded in time and memory', () => {
    const plugins = business()
    const ids = plugins.map(({ id }) => id)
    const { graphql, registry } = graphqlServer(plugins, { config: { ...limits, maxSchemas: 3 } })
    expect([...registry.quarantines]).toEqual([])
    const times = Array.from({ length: 6 }, (_, index) => {
      const begin = performance.now()
      graphql.schemaFor(modules(...ids.slice(0, MODULES - index)))
      return Math.round(performance.now() - begin)
    })
    console.info(`schema of ${MODULES} modules with ${MODULES * TYPES} types: ${times.join(', ')} ms`)
    // Three sets are kept, so the first one was dropped and is built anew.
    const first = graphql.schemaFor(modules(...ids))
    for (let round = 0; round < 3; round += 1) graphql.schemaFor(modules(...ids.slice(0, round + 1)))
    expect(graphql.schemaFor(modules(...ids))).not.toBe(first)
  })
})
