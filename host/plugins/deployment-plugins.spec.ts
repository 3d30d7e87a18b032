import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deploymentPlugins } from './deployment-plugins.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-deployment-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

async function addPackage(path: string, name: string): Promise<string> {
  const folder = join(directory, path)
  await mkdir(folder, { recursive: true })
  const exports = { '.': './index.js', './plugin.json': './plugin.json' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', exports }))
  await writeFile(join(folder, 'plugin.json'), '{}')
  await writeFile(join(folder, 'index.js'), `export const plugin = ${JSON.stringify(name)}`)
  return folder
}

async function list(...plugins: string[]) {
  await writeFile(join(directory, 'wasla.plugins.json'), JSON.stringify({ plugins }))
  return deploymentPlugins(directory)
}

test('a deployment without the file adds nothing', async () => {
  expect(await deploymentPlugins(directory)).toEqual([])
})

test('a package and a folder are found from where the file lies', async () => {
  const installed = await addPackage('node_modules/@example/loyalty', '@example/loyalty')
  const beside = await addPackage('mine', 'mine')
  const [first, second] = await list('@example/loyalty', './mine')
  expect(first?.directory).toBe(installed)
  expect(second?.directory).toBe(beside)
  expect(await first?.load()).toMatchObject({ plugin: '@example/loyalty' })
  expect(await second?.load()).toMatchObject({ plugin: 'mine' })
})

test('a package that is not installed still has a place, and fails only when it is loaded', async () => {
  const [missing] = await list('@example/absent')
  expect(missing?.directory).toBe(join(directory, 'node_modules', '@example', 'absent'))
  await expect(missing?.load()).rejects.toThrow('package.json')
})

test.each(['[]', '{"plugins":[1]}', '{"plugin":[]}', '{'])('%s is refused', async (text) => {
  await writeFile(join(directory, 'wasla.plugins.json'), text)
  await expect(deploymentPlugins(directory)).rejects.toMatchObject({ code: 'invalid_plugin_list' })
})
