import { Validator } from '@seriousme/openapi-schema-validator'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let host: TestHost
let organization: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  organization = await host.organization('Snapshots', ['ticketing'])
})

afterAll(() => host.stop())

/** A change of the API shows in review; `npx vitest run e2e/api-snapshots.spec.ts -u` writes it down. */
test('the GraphQL schema of all listed modules', async () => {
  const { data } = await organization.owner.graphql(getIntrospectionQuery())
  const schema = lexicographicSortSchema(buildClientSchema(data))
  await expect(`${printSchema(schema)}\n`).toMatchFileSnapshot('snapshots/schema.graphql')
})

test('the OpenAPI document of all listed modules', async () => {
  const { body } = await organization.owner.call('GET', '/openapi.json')
  expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true })
  await expect(`${JSON.stringify(body, null, 2)}\n`).toMatchFileSnapshot('snapshots/openapi.json')
})
