import { randomUUID } from 'node:crypto'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, migrate } from '@wasla/migrations'
import { defineEntity, definePlugin, manifestSchema, type Database, type PluginDefinition } from '@wasla/sdk'
import pg from 'pg'
import type { HostLogger } from '../../contexts/actor.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { createTestDatabase } from '../../tests/_test-database.ts'
import { createDataAccess, type DataAccessOptions } from '../create-data-access.ts'
import type { DatabaseScope } from '../data-access.ts'

export const silent: HostLogger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: (p) => ({
    companyName: p.text(),
    email: p.text().nullable(),
    score: p.integer().default(0),
    credit: p.bigint().nullable(),
    rate: p.decimal('string').precision(12).scale(4).nullable(),
    born: p.date().nullable(),
    seenAt: p.datetime().nullable(),
    tags: p.json<unknown[] | Record<string, unknown>>().nullable(),
    aliases: p.array().nullable(),
  }),
  uniques: [['email']],
})

export const Note = defineEntity({
  name: 'Note',
  tableName: 'notes',
  properties: (p) => ({ body: p.text(), customer: () => p.manyToOne(Customer) }),
})

export const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: (p) => ({ subject: p.text(), priority: p.text().default('normal') }),
})

export type ShopEntities = readonly [typeof Customer, typeof Note]

const shopTables = `
  create table shop.customers (
    id uuid primary key default uuidv7(),
    organization_id uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    company_name text not null check (company_name <> ''),
    email text,
    score int not null default 0,
    credit bigint,
    rate numeric(12, 4),
    born date,
    seen_at timestamptz,
    tags jsonb,
    aliases text[],
    unique (organization_id, id),
    constraint customers_email_key unique (organization_id, email)
  );
  create table shop.notes (
    id uuid primary key default uuidv7(),
    organization_id uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    body text not null,
    customer_id uuid not null,
    foreign key (organization_id, customer_id) references shop.customers (organization_id, id)
  );
  select platform.define_search('shop.customers', array['company_name', 'email']);
`

const deskTables = `
  create table help_desk.tickets (
    id uuid primary key default uuidv7(),
    organization_id uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    subject text not null,
    priority text not null default 'normal'
  );
`

function loaded(id: string, directory: string, definition: PluginDefinition): LoadedPlugin {
  const schema = id.replaceAll('-', '_')
  const manifest = manifestSchema.parse({
    id,
    version: '1.0.0',
    sdk: 1,
    name: { en: id, ar: id },
    description: { en: id, ar: id },
  })
  return {
    id,
    manifest,
    directory,
    definition: definePlugin(definition),
    config: {},
    schema,
    role: `wasla_plugin_${schema}`,
    prefix: `/${id}`,
  }
}

async function migrationsOf(root: string, id: string, sql: string): Promise<string> {
  const directory = join(root, id)
  await mkdir(join(directory, 'migrations'), { recursive: true })
  await writeFile(join(directory, 'migrations', '0001_tables.sql'), sql)
  return directory
}

/** Two plugins, two organizations, the platform's real schema. */
export async function createShopDatabase() {
  const database = await createTestDatabase()
  const { appUrl } = await bootstrap({ adminUrl: database.adminUrl })
  const root = await mkdtemp(join(tmpdir(), 'wasla-shop-'))
  const shop = loaded('shop', await migrationsOf(root, 'shop', shopTables), {
    entities: [Customer, Note],
    addresses: [{ kind: 'shop.slug', normalize: (key) => key.toLowerCase() }],
  })
  const desk = loaded('help-desk', await migrationsOf(root, 'help-desk', deskTables), { entities: [Ticket] })
  const report = await migrate({
    adminUrl: database.adminUrl,
    plugins: [shop, desk].map(({ id, directory, manifest }) => ({
      id,
      directory,
      manifest,
      subscribers:
        id === 'help-desk'
          ? [
              {
                name: 'help-desk.greet',
                event: 'shop.customer.created',
                queue: 'help-desk.greet',
                version: 1,
              },
            ]
          : [],
      queues: id === 'help-desk' ? [{ queue: 'help-desk.greet' }] : [{ queue: 'shop.import' }],
    })),
  })
  if (report.failed.length > 0) throw new Error(JSON.stringify(report.failed))
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 })
  admin.on('error', () => {})
  const opened: { close(): Promise<void> }[] = []
  const organization = async (name: string): Promise<string> => {
    const { rows } = await admin.query('insert into platform.organizations (name) values ($1) returning id', [
      name,
    ])
    return rows[0].id
  }
  return {
    adminUrl: database.adminUrl,
    appUrl,
    admin,
    shop,
    desk,
    first: await organization('First'),
    second: await organization('Second'),
    open(options: Partial<DataAccessOptions> = {}) {
      const access = createDataAccess({
        url: appUrl,
        poolSize: 4,
        plugins: [shop, desk],
        log: silent,
        ...options,
      })
      opened.push(access)
      return {
        access,
        as: (organizationId: string, plugin = 'shop', rest: Partial<DatabaseScope> = {}) =>
          access.database(scope(organizationId, plugin, rest)) as Database<ShopEntities>,
        desk: (organizationId: string, rest: Partial<DatabaseScope> = {}) =>
          access.database(scope(organizationId, 'help-desk', rest)) as Database<readonly [typeof Ticket]>,
      }
    },
    count: async (table: string): Promise<number> =>
      Number((await admin.query(`select count(*) from ${table}`)).rows[0].count),
    async clear() {
      await admin.query(`truncate shop.customers, shop.notes, help_desk.tickets, platform.event_log, platform.meter_events,
        platform.idempotency_keys, platform.subscriber_effects, platform.addresses, platform.integration_mappings, pgboss.job`)
    },
    async close() {
      await Promise.all(opened.map((access) => access.close()))
      await admin.end()
      await rm(root, { recursive: true, force: true })
      await database.drop()
    },
  }
}

export function scope(
  organizationId: string,
  plugin: string,
  rest: Partial<DatabaseScope> = {},
): DatabaseScope {
  return {
    plugin,
    organizationId,
    actorId: null,
    request: {
      requestId: 'test',
      correlationId: randomUUID(),
      causationId: null,
      depth: 0,
      log: silent,
      signal: new AbortController().signal,
    },
    ...rest,
  }
}

export type ShopDatabase = Awaited<ReturnType<typeof createShopDatabase>>
