import { lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { graphqlServer, modules } from './_graphql-server.ts'

const calls = { list: [] }

describe('the schema of a set of modules', () => {
  it('prints as reviewed', async () => {
    const { graphql, registry } = graphqlServer([crm(calls), ticketing(calls)])
    expect([...registry.quarantines.values()]).toEqual([])
    const sdl = printSchema(lexicographicSortSchema(graphql.schemaFor(modules('crm', 'ticketing'))))
    await expect(sdl).toMatchFileSnapshot('__snapshots__/crm-and-ticketing.graphql')
  })
})
