import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { syncPlugins } from './sync-plugins.ts'

const plugins = fileURLToPath(new URL('../../../plugins', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'wasla-sync-'))
afterAll(() => rmSync(copy, { recursive: true }))

test("the repository's plugins are as the template says", () => {
  const { plugins: looked, differences } = syncPlugins(plugins)
  expect(looked).toBeGreaterThan(1)
  expect(differences).toEqual([])
})

test('a plugin that went its own way is named, and mended', () => {
  cpSync(join(plugins, 'crm'), join(copy, 'crm'), {
    recursive: true,
    filter: (path) => !/node_modules|dist/.test(path),
  })
  const path = join(copy, 'crm/package.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace('"MIT"', '"ISC"'))
  rmSync(join(copy, 'crm/README.md'))
  expect(syncPlugins(copy).differences.map(({ message }) => message)).toEqual([
    'It has no README.md, which every plugin has; "wasla create-plugin" shows one.',
    'Its package.json says other things under "license" than the template.',
  ])
  syncPlugins(copy, { write: true })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ license: 'MIT', name: '@wasla/plugin-crm' })
})
