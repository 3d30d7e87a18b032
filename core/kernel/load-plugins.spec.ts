import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  defineAddressKind,
  defineEntity,
  defineEvent,
  defineJob,
  defineNotification,
  defineSubscriber,
  defineWebhook,
  secret,
  type Permission,
} from '@wasla/sdk'
import { pluginSource, silentLog } from './_plugin-source.ts'
import { loadPlugins } from './load-plugins.ts'
import type { PluginSource } from './module.ts'

const load = (sources: PluginSource[], environment: NodeJS.ProcessEnv = {}, timeLimit?: number) =>
  loadPlugins({ sources, environment, log: silentLog, timeLimit })

/** The test runner imports in a way of its own, with other words for what goes wrong. */
async function importOnNode(file: string): Promise<never> {
  const report = `import(${JSON.stringify(file)}).catch(({ code, message, stack }) => console.log(JSON.stringify({ code, message, stack })))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', report], { encoding: 'utf8' })
  throw Object.assign(new Error(), JSON.parse(said))
}

const happened = defineEvent({ name: 'a.thing.happened', version: 1, payload: z.strictObject({}) })
const told = (payload: z.ZodType) => defineEvent({ name: 'b.thing.told', version: 1, payload })
const digits = { decode: BigInt, encode: String }
const Thing = defineEntity({ name: 'Thing', tableName: 'things', properties: (p) => ({ title: p.string() }) })

const ownSlug = defineAddressKind({ kind: 'b.slug', normalize: (key) => key })

describe('loading plugins', () => {
  it('orders plugins after what they require and extend', async () => {
    const registry = await load([
      await pluginSource({ id: 'c', requires: { b: '^1.0.0' } }),
      await pluginSource({ id: 'b', optional: { a: '^1.0.0', absent: '^1.0.0' } }),
      await pluginSource({ id: 'a' }),
    ])
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a', 'b', 'c'])
    expect(registry.quarantines.size).toBe(0)
  })

  it.each([
    ['a missing dependency', { requires: { gone: '^1.0.0' } }, 'dependency_missing', 'gone'],
    ['an incompatible version', { requires: { a: '^2.0.0' } }, 'dependency_incompatible', '^2.0.0'],
    ['a range that is none', { requires: { a: 'newest' } }, 'range_invalid', 'newest'],
    ['another SDK contract', { sdk: 99 }, 'contract_unsupported', '99'],
    ['an unknown manifest key', { colour: 'red' }, 'manifest_invalid', 'colour is not a known key; mend'],
    [
      'a name in one language',
      { name: { en: 'a' } as never },
      'manifest_invalid',
      'name.ar is missing; mend',
    ],
  ])('quarantines %s and serves the rest', async (_case, manifest, code, named) => {
    const registry = await load([
      await pluginSource({ id: 'a' }),
      await pluginSource({ id: 'faulty', ...manifest }),
    ])
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a'])
    const [quarantine] = registry.quarantines.values()
    expect(quarantine?.code).toBe(code)
    expect(quarantine?.reason).toContain(named)
  })

  it('serves plugins of its own contract and of the one before, and refuses older and newer ones', async () => {
    const registry = await loadPlugins({
      sources: await Promise.all([1, 2, 3, 4].map((sdk) => pluginSource({ id: `of-${sdk}`, sdk }))),
      environment: {},
      log: silentLog,
      contract: 3,
    })
    expect(registry.plugins.map(({ id }) => id)).toEqual(['of-2', 'of-3'])
    expect([...registry.quarantines.values()].map(({ code, reason }) => [code, reason])).toEqual([
      ['contract_unsupported', expect.stringContaining('contract 1, and this host serves 3 and 2')],
      ['contract_unsupported', expect.stringContaining('contract 4, and this host serves 3 and 2')],
    ])
  })

  it('names the whole circle of a cycle, and keeps out who requires it', async () => {
    const registry = await load([
      await pluginSource({ id: 'a', requires: { b: '*' } }),
      await pluginSource({ id: 'b', requires: { c: '*' } }),
      await pluginSource({ id: 'c', requires: { a: '*' } }),
      await pluginSource({ id: 'd', requires: { a: '*' } }),
      await pluginSource({ id: 'e' }),
    ])
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['e'])
    expect(registry.quarantines.get('b')?.code).toBe('dependency_cycle')
    expect(registry.quarantines.get('b')?.reason).toContain('a → b → c → a')
    expect(registry.quarantines.get('d')?.code).toBe('dependency_quarantined')
  })

  it('refuses a manifest that is not JSON, and a second plugin of one id', async () => {
    const broken = await pluginSource({ id: 'broken' })
    await writeFile(join(broken.directory, 'plugin.json'), '{ "id": ')
    const registry = await load([broken, await pluginSource({ id: 'a' }), await pluginSource({ id: 'a' })])
    expect([...registry.quarantines.values()].map((quarantine) => quarantine.code).sort()).toEqual([
      'id_taken',
      'manifest_unreadable',
    ])
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a'])
  })

  it.each([
    ['code that is not on disk', () => import(join('/nowhere', 'plugin.ts')), 'code_missing'],
    ['code that throws', () => Promise.reject(new Error('top level threw')), 'import_failed'],
    ['code that hangs', () => new Promise<object>(() => {}), 'import_hangs'],
    ['a package without a plugin', () => Promise.resolve({ helper: 1 }), 'plugin_not_exported'],
  ])('quarantines %s, with its manifest still listed', async (_case, code, expected) => {
    const sources = [await pluginSource({ id: 'a' }), await pluginSource({ id: 'faulty' }, code)]
    // Only for what hangs, since a busy machine takes its time for the others, too.
    const registry = await load(sources, {}, expected === 'import_hangs' ? 200 : undefined)
    expect(registry.quarantines.get('faulty')).toMatchObject({ phase: 'load', code: expected })
    expect(registry.manifests.has('faulty')).toBe(true)
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a'])
  })

  it.each([
    ["import './routes'", 'import_unresolved', /routes' imported from .*plugin\.ts; correct the path/],
    ["import 'not-installed'", 'import_unresolved', /'not-installed' imported .* install the package/],
    ['const = 1', 'import_failed', /Unexpected token .* \(plugin\.ts:1\); mend it/],
    ["\nthrow new Error('no luck')", 'import_failed', /no luck \(plugin\.ts:2\)/],
  ])('tells the author where "%s" stands', async (code, expected, reason) => {
    const source = await pluginSource({ id: 'faulty' }, () =>
      importOnNode(join(source.directory, 'plugin.ts')),
    )
    await writeFile(join(source.directory, 'package.json'), '{ "type": "module" }')
    await writeFile(join(source.directory, 'plugin.ts'), code)
    const registry = await load([source])
    expect(registry.quarantines.get('faulty')).toMatchObject({
      code: expected,
      reason: expect.stringMatching(reason),
    })
  })

  it('quarantines a plugin whose register throws', async () => {
    const registry = await load([
      await pluginSource(
        { id: 'faulty' },
        {
          lifecycle: {
            register: () => {
              throw new Error('no luck')
            },
          },
        },
      ),
    ])
    expect(registry.quarantines.get('faulty')).toMatchObject({ phase: 'register', code: 'register_threw' })
    expect(registry.quarantines.get('faulty')?.reason).toContain('no luck')
  })

  it.each([
    ['an event', { events: [happened] }, 'name_taken', 'a.thing.happened'],
    ['a table', { entities: [Thing] }, 'table_taken', 'things'],
    [
      'an address kind',
      { addresses: [defineAddressKind({ kind: 'a.slug', normalize: (key) => key })] },
      'name_taken',
      'a.slug',
    ],
    [
      'an event it does not declare as a source',
      { subscribers: [defineSubscriber({ name: 'b.x', event: happened, handle: async () => {} })] },
      'source_undeclared',
      'a.thing.happened',
    ],
    [
      'a name outside its own space',
      { events: [defineEvent({ name: 'crm.x', version: 1, payload: z.object({}) })] },
      'name_foreign',
      'crm.x',
    ],
    [
      'a reader’s permission that no manifest declares',
      {
        events: [
          defineEvent({
            name: 'b.x.done',
            version: 1,
            payload: z.object({}),
            readPermission: 'b.x.read' as Permission,
          }),
        ],
      },
      'permission_undeclared',
      'b.x.read',
    ],
    [
      'a webhook whose event it does not list',
      {
        addresses: [ownSlug],
        webhooks: [
          defineWebhook({
            name: 'b.provider',
            path: '/hooks',
            address: ownSlug,
            body: z.object({ id: z.string() }),
            verify: () => true,
            messages: ({ id }) => [{ address: id, id, payload: {} }],
            event: defineEvent({ name: 'b.provider.told', version: 1, payload: z.strictObject({}) }),
          }),
        ],
      },
      'webhook_incomplete',
      'b.provider.told',
    ],
    [
      'settings without defaults',
      { settings: z.object({ limit: z.number() }) },
      'settings_without_default',
      'limit',
    ],
    [
      'a time in an event that JSON cannot carry',
      { events: [told(z.strictObject({ lines: z.array(z.strictObject({ dueAt: z.date().nullable() })) }))] },
      'payload_not_json',
      '"lines[].dueAt" in the payload of the event "b.thing.told" of "b" is z.date(), which JSON cannot carry: it could be written and never be delivered. Write z.iso.datetime() instead.',
    ],
    [
      'a job of what JSON cannot carry',
      { jobs: [defineJob({ name: 'b.work', payload: z.map(z.string(), z.string()), run: async () => {} })] },
      'payload_not_json',
      'Write z.record() instead',
    ],
    [
      'a notification of what JSON cannot carry once it is read',
      {
        notifications: [
          defineNotification({
            name: 'b.sum-due',
            title: { en: 'Due', ar: 'مستحق' },
            payload: z.strictObject({ sums: z.record(z.string(), z.codec(z.string(), z.bigint(), digits)) }),
            body: () => '',
          }),
        ],
      },
      'payload_not_json',
      '"sums[]" in the payload of the notification "b.sum-due"',
    ],
  ])('quarantines the later plugin that claims %s', async (_case, definition, code, named) => {
    const registry = await load([
      await pluginSource(
        { id: 'a' },
        {
          events: [happened],
          entities: [Thing],
          addresses: [defineAddressKind({ kind: 'a.slug', normalize: (key) => key })],
        },
      ),
      await pluginSource({ id: 'b' }, definition),
    ])
    expect(registry.quarantines.get('b')?.code).toBe(code)
    expect(registry.quarantines.get('b')?.reason).toContain(named)
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a'])
  })

  it('takes payloads that find their way back from JSON', async () => {
    const registry = await load([
      await pluginSource(
        { id: 'b' },
        {
          events: [
            told(
              z.strictObject({
                dueAt: z.iso.datetime(),
                read: z.iso.datetime().transform((text) => new Date(text)),
                coerced: z.coerce.date(),
                restored: z.preprocess((text) => new Date(String(text)), z.date()),
                absent: z.undefined().optional(),
              }),
            ),
          ],
        },
      ),
    ])
    expect(registry.quarantines.size).toBe(0)
  })

  it('reads configuration from the environment and names what is wrong, without its value', async () => {
    const config = z.object({ API_KEY: secret(z.string().min(10)), RETRIES: z.coerce.number().default(3) })
    const good = await load([await pluginSource({ id: 'link-in-bio' }, { config })], {
      WASLA_LINK_IN_BIO_API_KEY: 'sk_1234567890',
    })
    expect(good.plugin('link-in-bio')?.config).toEqual({ API_KEY: 'sk_1234567890', RETRIES: 3 })
    const bad = await load([await pluginSource({ id: 'link-in-bio' }, { config })], {
      WASLA_LINK_IN_BIO_API_KEY: 'sk_short',
    })
    expect(bad.quarantines.get('link-in-bio')?.reason).toContain('WASLA_LINK_IN_BIO_API_KEY')
    expect(bad.quarantines.get('link-in-bio')?.reason).not.toContain('sk_short')
  })
})
