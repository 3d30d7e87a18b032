// A plugin that breaks every promise that its author alone can break; the others the platform keeps by itself.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  defineEntity,
  definePlugin,
  defineRoutes,
  type OrganizationContext,
  type PluginSchemaBuilder,
  type SystemContext,
} from '@wasla/sdk'
import type { PluginUnderTest } from '@wasla/sdk/testing'
import { z } from 'zod'

declare module '@wasla/sdk' {
  interface Permissions {
    careless: 'things'
  }
}

const Thing = defineEntity({
  name: 'CarelessThing',
  tableName: 'things',
  properties: (p) => ({ name: p.text() }),
})
const entities = [Thing] as const
type Context = OrganizationContext<typeof entities>

const thing = z.object({ id: z.string(), name: z.string() })
/** Kept in memory, and so for everybody. */
const remembered: z.output<typeof thing>[] = []

const routes = defineRoutes((app) => {
  app.get(
    '/things',
    { config: { permission: 'careless.things.read' }, schema: { response: { 200: z.array(thing) } } },
    async (request) => {
      const ctx: Context = request.context
      await ctx.db.read((sql) =>
        sql.selectFrom('things').selectAll().where('name', '=', 'nothing of the kind'),
      )
      return remembered
    },
  )
  app.post(
    '/things',
    { config: { member: true }, schema: { body: z.object({ name: z.string() }), response: { 201: thing } } },
    async (request, reply) => {
      const ctx: Context = request.context
      const [row] = await ctx.db.command((sql) =>
        sql.insertInto('things').values(request.body).returning(['id', 'name']),
      )
      remembered.push(row as z.output<typeof thing>)
      return reply.code(201).send(row as z.output<typeof thing>)
    },
  )
  app.get(
    '/things/:id',
    {
      config: { permission: 'careless.things.read' },
      schema: { params: z.object({ id: z.string() }), response: { 200: thing } },
    },
    async (request) => {
      return remembered.find(({ id }) => id === request.params.id) ?? { id: '', name: '' }
    },
  )
})

const careless = definePlugin({
  entities,
  routes: [routes],
  settings: z.object({ colour: z.string().default('red') }),
  lifecycle: {
    onDisable: async (ctx: SystemContext<typeof entities>) => {
      await ctx.db.command((sql) => sql.deleteFrom('things').returning('id'))
    },
  },
})

/** Exports everybody to everybody, forgets nobody, and lets anybody see what it adds to customers. */
export const carelessWithPeople = definePlugin({
  entities,
  routes: [routes],
  graphql: (builder: PluginSchemaBuilder) =>
    builder.objectField('Customer', 'nickname', (t) =>
      t.string({ permission: 'crm.customers.read', resolve: () => 'Everybody knows it' }),
    ),
  privacy: {
    export: async (ctx: SystemContext<typeof entities>) => [
      { type: 'things', records: await ctx.db.read((sql) => sql.selectFrom('things').select('name')) },
    ],
    erase: async () => [],
  },
})

const page = `
import { defineAdmin, useTexts } from '@wasla/sdk/admin'

function Things() {
  const t = useTexts()
  return <><h1>{t('things.tittle')}</h1><img src="data:," /><button type="button"></button></>
}

export const admin = defineAdmin({
  locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
  routes: [
    { path: '', load: async () => Things },
    { path: 'things/$thing', load: async () => Things },
  ],
})
`

const table = `create table careless.things (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  unique (organization_id, id)
);`

export async function carelessPlugin(): Promise<PluginUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-careless-'))
  const text = { en: 'Careless', ar: 'Careless' }
  const permissions = [{ resource: 'things', actions: ['read'], title: { en: 'Things', ar: 'أشياء' } }]
  await mkdir(join(directory, 'migrations'))
  await mkdir(join(directory, 'admin/locales'), { recursive: true })
  await writeFile(
    join(directory, 'plugin.json'),
    JSON.stringify({
      id: 'careless',
      version: '1.0.0',
      name: text,
      description: text,
      sdk: 1,
      requires: { crm: '^1.0.0' },
      permissions,
    }),
  )
  await writeFile(join(directory, 'package.json'), '{"version": "1.1.0"}')
  await writeFile(
    join(directory, 'admin/locales/en.json'),
    '{"things": {"title": "Things", "count_one": "One", "count_other": "Many"}}',
  )
  await writeFile(
    join(directory, 'admin/locales/ar.json'),
    '{"things": {"count_few": "بضعة", "hint": "Write {{count}} words"}}',
  )
  await writeFile(join(directory, 'admin/index.tsx'), page)
  await mkdir(join(directory, 'server'))
  await writeFile(
    join(directory, 'server/careless.errors.ts'),
    "export const gone = () => notFound('careless.thing_gone', 'It is gone; look for another.')\n",
  )
  await writeFile(join(directory, 'migrations/0001_things.sql'), table)
  return { plugin: careless, directory }
}
