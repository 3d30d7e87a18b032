import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { libraryBundle } from '../libraries/library-bundle.ts'
import { startProcess } from './_process.ts'

const program = fileURLToPath(new URL('_bundled.ts', import.meta.url))
/** Below node_modules, as the real one, so that what is not bundled is found from there. */
let home: string

beforeAll(async () => {
  const cache = join(libraryBundle()?.modules ?? '', '.cache')
  await mkdir(cache, { recursive: true })
  home = await mkdtemp(join(cache, 'library-bundle-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function run(action: 'bundle' | 'load' | 'bundle-again'): Promise<string> {
  const { code, output } = await startProcess(process.execPath, [
    '--conditions=wasla-source',
    program,
    action,
    home,
  ]).finished
  expect(output).not.toContain('Error')
  expect(code).toBe(0)
  return output
}

test('a start takes its libraries from the bundle, in one copy, and a plugin keeps a version of its own', async () => {
  expect(Number(await run('bundle'))).toBeGreaterThan(20)
  await addPlugin()

  const loaded = JSON.parse(await run('load')) as Record<string, unknown>

  expect(loaded).toMatchObject({ oneCopy: true, ofThePlugin: 'its own graphql' })
  expect(loaded['bundled']).toBeLessThan(100)
  // What is native and what plugins bring; it was 1,700 modules before.
  expect(loaded['apart']).toBeLessThan(100)
  expect(loaded['sources']).toBe(0)

  await changeASource()
  const changed = JSON.parse(await run('load')) as Record<string, unknown>
  expect(changed).toMatchObject({ oneCopy: true, apart: loaded['apart'] })
  expect(changed['sources']).toBeGreaterThan(300)

  expect(await run('bundle-again')).toContain('a bundle is made where none is in use')
})

/** As the bundle sees it: what it joined is not what lies there now. */
async function changeASource(): Promise<void> {
  const manifest = join(home, 'of-the-test', 'manifest.json')
  const text = await readFile(manifest, 'utf8')
  await writeFile(manifest, text.replaceAll(/"(stamp|digest)": "./g, '"$1": "x'))
}

async function addPlugin(): Promise<void> {
  const library = join(home, 'plugin', 'node_modules', 'graphql')
  await mkdir(library, { recursive: true })
  await writeFile(
    join(library, 'package.json'),
    '{ "name": "graphql", "type": "module", "main": "index.js" }',
  )
  await writeFile(join(library, 'index.js'), "export const name = 'its own graphql'")
  await writeFile(join(home, 'plugin', 'index.js'), "export { name as graphql } from 'graphql'")
}
