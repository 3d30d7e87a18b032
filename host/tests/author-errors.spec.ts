import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, loadPlugins, type PluginSource } from '@wasla/core'
import { defineAddressKind, defineEntity, definePlugin, defineRoutes, type Plugin } from '@wasla/sdk'
import { startTestHost } from '@wasla/sdk/testing'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { addPlugin } from '../authoring/deployment/add-plugin.ts'
import { npmFailure } from '../authoring/deployment/npm.ts'
import { removePlugin } from '../authoring/deployment/remove-plugin.ts'
import { createPlugin } from '../authoring/scaffold/create-plugin.ts'
import { buildPages } from '../authoring/pages/build-pages.ts'
import { entityChanges } from '../plugins/entity-changes.ts'

const folders: string[] = []

function folder(files: Record<string, string> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'wasla-author-'))
  folders.push(directory)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  return directory
}

afterAll(() => folders.forEach((directory) => rmSync(directory, { recursive: true })))

const text = { en: 'Sample', ar: 'عينة' }
const manifest = (id: string) =>
  JSON.stringify({ id, version: '1.0.0', name: text, description: text, sdk: 1 })

describe('a new plugin', () => {
  const plan = (changes: object = {}) => ({
    plugin: 'rewards',
    entity: 'gift-card',
    directory: join(folder(), 'rewards'),
    origin: { kind: 'registry' as const },
    name: text,
    entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    ...changes,
  })

  test.each([
    ['Rewards', 'lower-case words joined by "-"'],
    ['platform', 'is reserved'],
  ])('may not be called %s', async (plugin, reason) => {
    await expect(createPlugin(plan({ plugin }))).rejects.toMatchObject({
      code: 'plugin_name_invalid',
      message: expect.stringContaining(reason),
    })
  })

  test('does not mix with what is there', async () => {
    await expect(createPlugin(plan({ directory: folder({ 'notes.txt': '' }) }))).rejects.toMatchObject({
      code: 'directory_not_empty',
    })
  })
})

describe('adding and removing', () => {
  test('nothing at the path', async () => {
    await expect(addPlugin(folder(), './missing')).rejects.toMatchObject({ code: 'plugin_not_found' })
  })

  test('a package that nobody has published', () => {
    const said = 'npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/perkz\n'
    expect(npmFailure('perkz', 'install', '', said)).toMatchObject({
      code: 'package_unknown',
      message: expect.stringContaining('no package "perkz"'),
    })
  })

  test('a folder without plugin.json', async () => {
    await expect(addPlugin(folder({ 'other/index.js': '' }), './other')).rejects.toMatchObject({
      code: 'not_a_plugin',
    })
  })

  test('an id that every deployment has', async () => {
    await expect(addPlugin(folder({ 'mine/plugin.json': manifest('crm') }), './mine')).rejects.toMatchObject({
      code: 'plugin_built_in',
    })
    await expect(
      removePlugin({
        directory: folder(),
        id: 'crm',
        adminUrl: '',
        appUrl: '',
        switchOff: false,
        purge: false,
        exportTo: undefined,
      }),
    ).rejects.toMatchObject({ code: 'plugin_built_in' })
  })

  test('what is listed already', async () => {
    const directory = folder({ 'mine/plugin.json': manifest('mine') })
    expect(await addPlugin(directory, './mine')).toEqual({ id: 'mine', differ: undefined })
    await expect(addPlugin(directory, './mine')).rejects.toMatchObject({ code: 'plugin_listed_already' })
  })

  test('a package of another version than its module', async () => {
    const directory = folder({
      'mine/plugin.json': manifest('mine'),
      'mine/package.json': '{"version":"0.9.0"}',
    })
    const { differ } = await addPlugin(directory, './mine')
    expect(differ).toContain('plugin.json says version 1.0.0 and package.json 0.9.0')
  })

  test('a tarball that is none', async () => {
    await expect(addPlugin(folder({ 'broken.tgz': 'no archive' }), './broken.tgz')).rejects.toMatchObject({
      code: 'plugin_not_installed',
      message: expect.stringContaining('npm could not'),
    })
  })
})

describe('a plugin that is kept out', () => {
  const source = (directory: string, plugin: Plugin = definePlugin({})): PluginSource => ({
    directory,
    load: async () => ({ plugin }),
  })
  const load = async (sources: PluginSource[], environment = {}) =>
    (await loadPlugins({ sources, environment, log: createLogger({ level: 'silent' }) })).quarantines

  test('manifest_missing', async () => {
    const [quarantine] = (await load([source(folder())])).values()
    expect(quarantine).toMatchObject({
      phase: 'manifest',
      code: 'manifest_missing',
      reason: expect.stringContaining('put its folder back'),
    })
  })

  test('config_invalid names the variable and no value', async () => {
    const plugin = definePlugin({ config: z.object({ API_KEY: z.string().min(20) }) })
    const quarantines = await load([source(folder({ 'plugin.json': manifest('mine') }), plugin)], {
      WASLA_MINE_API_KEY: 'hunter2',
    })
    expect(quarantines.get('mine')).toMatchObject({
      code: 'config_invalid',
      reason: expect.stringContaining('WASLA_MINE_API_KEY'),
    })
    expect(quarantines.get('mine')?.reason).not.toContain('hunter2')
  })

  test('has no entities to make a migration from: plugin_not_loaded', async () => {
    await expect(entityChanges('nowhere')).rejects.toMatchObject({
      code: 'plugin_not_loaded',
      message: expect.stringContaining('it is not listed'),
    })
  })

  test('start_threw, entities_rejected and migration_missing, while the host serves the rest', {
    timeout: 60_000,
  }, async () => {
    const twice = () =>
      defineEntity({ name: 'MineThing', tableName: 'things', properties: (p) => ({ name: p.text() }) })
    const host = await startTestHost({
      cluster: inject('adminUrl'),
      plugins: [
        {
          directory: folder({ 'plugin.json': manifest('throws') }),
          plugin: definePlugin({ lifecycle: { start: async () => Promise.reject(new Error('no key')) } }),
        },
        {
          directory: folder({ 'plugin.json': manifest('mine') }),
          plugin: definePlugin({ entities: [twice(), twice()] }),
        },
        {
          directory: folder({ 'plugin.json': manifest('forgetful') }),
          plugin: definePlugin({ entities: [twice()] }),
        },
      ],
    })
    try {
      const { body } = await host.visitor.call('GET', '//readyz')
      const codes = Object.fromEntries(
        body.quarantined.map(({ plugin, code }: { plugin: string; code: string }) => [plugin, code]),
      )
      expect(codes).toEqual({
        throws: 'start_threw',
        mine: 'entities_rejected',
        forgetful: 'migration_missing',
      })
      expect(host.quarantines.get('forgetful')).toContain('"wasla migration create forgetful')
      expect(host.quarantines.get('throws')).toContain('no key')
    } finally {
      await host.stop()
    }
  })
})

test('a visitor at an address that nobody claimed learns address_not_found', {
  timeout: 60_000,
}, async () => {
  const slug = defineAddressKind({ kind: 'mine.slug', normalize: (key) => key.toLowerCase() })
  const routes = defineRoutes((app) => {
    app.get(
      '/public/:slug',
      {
        config: { public: { address: slug.kind, parameter: 'slug' } },
        schema: { response: { 200: z.object({}) } },
      },
      async () => ({}),
    )
  })
  const host = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [
      {
        directory: folder({ 'plugin.json': manifest('mine') }),
        plugin: definePlugin({ addresses: [slug], routes: [routes] }),
      },
    ],
  })
  try {
    const { status, body } = await host.visitor.call('GET', '/mine/public/nowhere')
    expect([status, body.code]).toEqual([404, 'address_not_found'])
  } finally {
    await host.stop()
  }
})

test('pages cannot be built where their tools are not installed: admin_ui_missing', async () => {
  await expect(buildPages('.', '@wasla/not-installed')).rejects.toMatchObject({
    code: 'admin_ui_missing',
    message: expect.stringContaining('npm install --save-dev'),
  })
})
