import { randomBytes } from 'node:crypto'
import { definePlugin, secret } from '@wasla/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { createGate, type DatabaseGate } from '../database-gate.ts'
import { createKeyring } from '../../encryption/keyring.ts'
import { createSettings, type SettingsDependencies } from '../settings/settings.ts'
import { createTenancyDatabase, manifest, silent, type TenancyDatabase } from './_tenancy.ts'

const schema = z.object({
  greeting: z.string().max(20).default('Hello'),
  limits: z.object({ daily: z.int().min(0).default(10) }).default({ daily: 10 }),
  apiKey: secret(z.string().min(3)).optional(),
  smtp: z
    .object({ host: z.string().default('localhost'), password: secret(z.string().optional()) })
    .prefault({}),
})
const keys = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')] as const
const author = { actorId: null }

let database: TenancyDatabase
let gates: [DatabaseGate, DatabaseGate]

beforeAll(async () => {
  database = await createTenancyDatabase([manifest('crm')])
  const make = () =>
    createGate({
      url: database.appUrl,
      platform: database.platform,
      hostName: 'test',
      role: 'all',
      serving: () => new Set(['crm']),
      log: silent,
    })
  gates = [make(), make()]
  await Promise.all(gates.map((gate) => gate.start()))
})
afterAll(async () => {
  await Promise.all(gates.map((gate) => gate.stop()))
  await database.close()
})

function plugin(settings: z.ZodObject | undefined): LoadedPlugin {
  return {
    id: 'crm',
    manifest: manifest('crm'),
    directory: '/',
    definition: definePlugin({ settings }),
    config: {},
    schema: 'crm',
    role: 'wasla_plugin_crm',
    prefix: '/crm',
  }
}

function settingsOn(gate: DatabaseGate, rest: Partial<SettingsDependencies> & { schema?: z.ZodObject } = {}) {
  const loaded = plugin(rest.schema ?? schema)
  return createSettings({
    platform: database.platform,
    gate,
    registry: {
      manifests: new Map([['crm', loaded.manifest]]),
      plugin: (id) => (id === 'crm' ? loaded : undefined),
    },
    keyring: createKeyring(keys),
    log: silent,
    ...rest,
  })
}

async function stored(organizationId: string): Promise<string> {
  const { rows } = await database.admin.query(
    'select value::text from platform.settings where organization_id = $1',
    [organizationId],
  )
  return rows[0].value
}

test('defaults are filled in while nothing is stored', async () => {
  const organizationId = await database.createOrganization()
  const view = await settingsOn(gates[0]).view(organizationId, 'crm')
  expect(view).toEqual({
    value: { greeting: 'Hello', limits: { daily: 10 }, smtp: { host: 'localhost' } },
    secrets: { apiKey: false, 'smtp.password': false },
    version: 0,
  })
})

describe('secrets', () => {
  test('are encrypted at rest, shown as set only, opened for the plugin, kept, replaced and cleared', async () => {
    const settings = settingsOn(gates[0])
    const organizationId = await database.createOrganization()
    const write = (value: Record<string, unknown>) =>
      settings.write({ organizationId, pluginId: 'crm', value, author })

    const view = await write({ apiKey: 'sk-12345', smtp: { password: 'hunter2' } })
    expect(view.secrets).toEqual({ apiKey: true, 'smtp.password': true })
    expect(JSON.stringify(view)).not.toMatch(/sk-12345|hunter2/)
    expect(await stored(organizationId)).not.toMatch(/sk-12345|hunter2/)
    expect(await settings.read(organizationId, 'crm')).toMatchObject({
      apiKey: 'sk-12345',
      smtp: { password: 'hunter2' },
    })

    await write({ greeting: 'Hi', smtp: { host: 'mail' } })
    expect(await settings.read(organizationId, 'crm')).toEqual({
      greeting: 'Hi',
      apiKey: 'sk-12345',
      smtp: { host: 'mail', password: 'hunter2' },
    })
    await write({ apiKey: null, smtp: { password: 'new' } })
    expect(await settings.read(organizationId, 'crm')).toEqual({ smtp: { password: 'new' } })
    const { rows } = await database.admin.query(
      `select before::text, after::text from platform.audit_log
       where organization_id = $1 and table_name like '%settings'`,
      [organizationId],
    )
    expect(rows.length).toBe(3)
    expect(JSON.stringify(rows)).not.toMatch(/sk-12345|hunter2/)
  })

  test('a key is replaced by putting the new one in front; without the old one the host says what is missing', async () => {
    const organizationId = await database.createOrganization()
    const old = settingsOn(gates[0], { keyring: createKeyring([keys[1]]) })
    await old.write({ organizationId, pluginId: 'crm', value: { apiKey: 'sk-12345' }, author })
    const both = settingsOn(gates[0], { keyring: createKeyring(keys) })
    expect(await both.read(organizationId, 'crm')).toEqual({ apiKey: 'sk-12345' })
    const without = settingsOn(gates[0], { keyring: createKeyring([keys[0]]) })
    await expect(without.read(organizationId, 'crm')).rejects.toMatchObject({
      code: 'encryption_key_missing',
    })
    const none = settingsOn(gates[0], { keyring: createKeyring([]) })
    await expect(
      none.write({ organizationId, pluginId: 'crm', value: { apiKey: 'abc' }, author }),
    ).rejects.toMatchObject({ code: 'encryption_key_missing' })
  })

  test('cannot be moved to another organization', async () => {
    const settings = settingsOn(gates[0])
    const [one, two] = [await database.createOrganization(), await database.createOrganization()]
    await settings.write({ organizationId: one, pluginId: 'crm', value: { apiKey: 'sk-12345' }, author })
    await database.admin.query(
      `insert into platform.settings (organization_id, plugin_id, value)
       select $2, plugin_id, value from platform.settings where organization_id = $1`,
      [one, two],
    )
    await expect(settings.read(two, 'crm')).rejects.toThrow(/authenticate/)
  })
})

test('unknown keys are refused and named, at every depth; so are values that do not fit', async () => {
  const settings = settingsOn(gates[0])
  const organizationId = await database.createOrganization()
  await expect(
    settings.write({
      organizationId,
      pluginId: 'crm',
      author,
      value: { greting: 'x', limits: { dayly: 1 }, constructor: 1 },
    }),
  ).rejects.toMatchObject({
    kind: 'invalid',
    code: 'validation_failed',
    fields: [{ field: 'greting' }, { field: 'limits.dayly' }, { field: 'constructor' }],
  })
  await expect(
    settings.write({
      organizationId,
      pluginId: 'crm',
      author,
      value: { greeting: 'x'.repeat(21), limits: { daily: -1 } },
    }),
  ).rejects.toMatchObject({ fields: [{ field: 'greeting' }, { field: 'limits.daily' }] })
})

test('a change made from an older version is refused', async () => {
  const settings = settingsOn(gates[0])
  const organizationId = await database.createOrganization()
  const write = (greeting: string, ifMatch?: number) =>
    settings.write({ organizationId, pluginId: 'crm', value: { greeting }, ifMatch, author })
  expect((await write('a', 0)).version).toBe(1)
  await expect(write('b', 0)).rejects.toMatchObject({ kind: 'conflict', code: 'stale_version' })
  expect((await write('b', 1)).version).toBe(2)
  await expect(write('c', 1)).rejects.toMatchObject({ code: 'stale_version' })
  // More than the column holds.
  await expect(write('c', 999_999_999_999_999)).rejects.toMatchObject({ code: 'stale_version' })
  const racing = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => write(String(index), 2)))
  expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('are read from memory, and another host hears of a change', async () => {
  let statements = 0
  const platform: PlatformDatabase = {
    ...database.platform,
    inOrganization: (...args) => {
      statements++
      return database.platform.inOrganization(...args)
    },
  }
  const [here, there] = [settingsOn(gates[0]), settingsOn(gates[1], { platform })]
  const organizationId = await database.createOrganization()
  await Promise.all([there.read(organizationId, 'crm'), there.read(organizationId, 'crm')])
  await there.read(organizationId, 'crm')
  expect(statements).toBe(1)
  await here.write({ organizationId, pluginId: 'crm', value: { greeting: 'Moin' }, author })
  expect(await here.read(organizationId, 'crm')).toEqual({ greeting: 'Moin' })
  await expect.poll(() => there.read(organizationId, 'crm')).toEqual({ greeting: 'Moin' })
})

test('what was missed while the listener was dead is not believed', async () => {
  const settings = settingsOn(gates[1])
  const organizationId = await database.createOrganization()
  await settings.read(organizationId, 'crm')
  await database.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'wasla listener' and datname = current_database()`)
  await expect.poll(() => gates[1].health.listening, { interval: 1 }).toBe(false)
  await database.admin.query(
    `insert into platform.settings (organization_id, plugin_id, value) values ($1, 'crm', '{"greeting":"Salut"}')`,
    [organizationId],
  )
  expect(await settings.read(organizationId, 'crm')).toEqual({ greeting: 'Salut' })
  await expect.poll(() => gates[0].trusted && gates[1].trusted).toBe(true)
  expect(await settings.read(organizationId, 'crm')).toEqual({ greeting: 'Salut' })
})

test('stored values that a new version of the plugin refuses fall back to their default, loudly', async () => {
  const organizationId = await database.createOrganization()
  await settingsOn(gates[0]).write({
    organizationId,
    pluginId: 'crm',
    value: { greeting: 'Hello there', limits: { daily: 3 } },
    author,
  })
  const warn = vi.fn<() => void>()
  const stricter = z.object({ greeting: z.string().max(5).default('Hey'), limits: schema.shape.limits })
  const settings = settingsOn(gates[0], { schema: stricter, log: { ...silent, warn } })
  expect(await settings.read(organizationId, 'crm')).toEqual({ limits: { daily: 3 } })
  expect(warn).toHaveBeenCalledOnce()
})

test('the JSON Schema shows what can be sent, and secrets as write-only', () => {
  expect(settingsOn(gates[0]).jsonSchema('crm')).toMatchObject({
    type: 'object',
    properties: {
      greeting: { type: 'string', default: 'Hello', maxLength: 20 },
      apiKey: { type: 'string', writeOnly: true },
      smtp: { properties: { password: { writeOnly: true } } },
    },
  })
})

test('a module without settings, and one nobody knows, are told apart', async () => {
  const settings = settingsOn(gates[0], {
    schema: undefined,
    registry: {
      manifests: new Map([['broken', manifest('broken')]]),
      plugin: (id) => (id === 'crm' ? plugin(undefined) : undefined),
    },
  })
  const organizationId = await database.createOrganization()
  expect(await settings.read(organizationId, 'crm')).toEqual({})
  await expect(settings.view(organizationId, 'crm')).rejects.toMatchObject({ code: 'settings_unavailable' })
  await expect(settings.view(organizationId, 'broken')).rejects.toMatchObject({ code: 'module_quarantined' })
  await expect(settings.view(organizationId, 'nothing')).rejects.toMatchObject({ code: 'module_unknown' })
})
