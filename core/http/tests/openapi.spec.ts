import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineRoutes, pageOf, pageQuery } from '@wasla/sdk'
import {
  activeModules,
  loadedPlugin,
  ORGANIZATIONS,
  registryOf,
  serverOptions,
  startServer,
  type RunningServer,
} from './_server.ts'

declare module '@wasla/sdk' {
  interface Permissions {
    shop: 'things'
  }
}

interface Category {
  name: string
  parts: Category[]
}
const category: z.ZodType<Category> = z.object({
  name: z.string(),
  get parts() {
    return z.array(category)
  },
})
const address = z.object({ city: z.string() }).meta({ id: 'Address' })
const thing = z.object({
  id: z.uuid(),
  version: z.int(),
  price: z.bigint(),
  at: z.date(),
  address: address.nullable(),
})

const shop = loadedPlugin('shop', {
  routes: [
    defineRoutes((app) => {
      app.get(
        '/things',
        {
          config: { permission: 'shop.things.read' },
          schema: { querystring: pageQuery, response: { 200: pageOf(thing) } },
        },
        () => ({ items: [], nextCursor: null }),
      )
      app.post(
        '/things',
        {
          config: { permission: 'shop.things.write' },
          schema: {
            summary: 'Add a thing',
            body: z.object({ name: z.string().describe('Its name'), address }),
            response: { 201: thing },
          },
        },
        () => ({}) as never,
      )
      app.patch(
        '/things/:id',
        {
          config: { member: true },
          schema: {
            params: z.object({ id: z.uuid() }),
            body: z.object({ name: z.string() }),
            response: { 200: thing },
          },
        },
        () => ({}) as never,
      )
      app.get('/categories', { config: { member: true }, schema: { response: { 200: category } } }, () => ({
        name: 'all',
        parts: [],
      }))
      app.put('/import', { config: { member: true, rawBody: true } }, () => null)
    }),
  ],
})
const other = loadedPlugin('other', {
  routes: [defineRoutes((app) => void app.get('/', { config: { member: true } }, () => 'x'))],
})

let server: RunningServer
beforeAll(async () => {
  server = await startServer(
    serverOptions(registryOf(shop, other), {
      gate: {
        activeModules: (organization) => activeModules(organization === ORGANIZATIONS.one ? 'shop' : 'other'),
      },
    }),
  )
})
afterAll(() => server.app.close())

const document = async (token?: string) => (await server.call('/api/v1/openapi.json', { token })).body

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const result = await validator.validate(await document())
  expect(result.errors).toBeUndefined()
  expect(validator.version).toBe('3.1')
})

test('a validator that accepts this refuses a document with a mistake', async () => {
  const { paths, ...rest } = await document()
  const broken = {
    ...rest,
    paths: { ...paths, '/api/v1/other': { get: { responses: { 200: { content: {} } } } } },
  }
  expect((await new Validator().validate(broken)).valid).toBe(false)
})

test('an operation says who may call it, what it takes and what it answers', async () => {
  const { paths, components } = await document()
  const create = paths['/api/v1/shop/things'].post
  expect(create).toMatchObject({
    operationId: 'postShopThings',
    tags: ['shop'],
    summary: 'Add a thing',
    description: 'Needs the permission `shop.things.write`.',
    security: [{ accessToken: [] }, { sessionCookie: [] }],
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: {
      content: {
        'application/json': {
          schema: { additionalProperties: false, properties: { name: { description: 'Its name' } } },
        },
      },
    },
  })
  expect(Object.keys(create.responses)).toEqual(['201', '400', '401', '403', '404', '409', 'default'])
  expect(create.responses['201'].content['application/json'].schema.properties).toMatchObject({
    price: { type: 'string' },
    at: { type: 'string', format: 'date-time' },
    address: { anyOf: [{ $ref: '#/components/schemas/Address' }, { type: 'null' }] },
  })
  expect(paths['/api/v1/shop/things/{id}'].patch.parameters).toMatchObject([
    { name: 'id', in: 'path', required: true },
    { $ref: '#/components/parameters/IdempotencyKey' },
    { $ref: '#/components/parameters/IfMatch' },
  ])
  expect(paths['/api/v1/shop/things'].get.parameters).toMatchObject([
    { name: 'limit', in: 'query', required: false, schema: { default: 20 } },
    { name: 'cursor', in: 'query', required: false },
  ])
  expect(components.schemas.Address).toMatchObject({ properties: { city: { type: 'string' } } })
})

test('a schema that refers to itself becomes a component', async () => {
  const { paths, components } = await document()
  const { schema } = paths['/api/v1/shop/categories'].get.responses['200'].content['application/json']
  const name = schema.$ref.replace('#/components/schemas/', '')
  expect(components.schemas[name].properties.parts.items).toEqual(schema)
})

test('a member sees what is on for their organization, anyone else all modules', async () => {
  const modules = async (token?: string) =>
    new Set(Object.keys((await document(token)).paths).map((path) => path.split('/')[3]))
  expect(await modules()).toEqual(new Set(['openapi.json', 'shop', 'other']))
  expect(await modules('one:owner')).toEqual(new Set(['openapi.json', 'shop']))
  expect(await modules('two:owner')).toEqual(new Set(['openapi.json', 'other']))
})

test('the reference page and its assets come from this host', async () => {
  const page = await server.call('/api/v1/reference')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string)
  expect(assets.length).toBeGreaterThan(3)
  for (const asset of assets) {
    const url = new URL(asset, `${server.url}/api/v1/reference`)
    expect(url.origin).toBe(server.url)
    expect([asset, (await server.call(url.pathname)).status]).toEqual([asset, 200])
  }
  expect((await server.call('/api/v1/reference/json')).body.openapi).toBe('3.1.0')
})
