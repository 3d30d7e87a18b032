import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { plantTree } from '../tests/_planted-tree.ts'
import { lintTarball } from './lint-tarball.ts'
import { packPackages } from './pack-packages.ts'

const repository = join(import.meta.dirname, '../..')

const manifest = {
  name: '@wasla/thing',
  version: '0.1.0',
  license: 'MIT',
  type: 'module',
  exports: { '.': { 'wasla-source': './index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
  files: ['dist'],
}

/** Plants one package, packs it and returns the tarball. */
async function pack(changes: { manifest?: object; files?: Record<string, string> } = {}): Promise<string> {
  const root = plantTree({
    'package.json': '{ "type": "module" }',
    'thing/package.json': JSON.stringify({ ...manifest, ...changes.manifest }),
    'thing/index.ts': "export { id } from './id.ts'",
    'thing/id.ts': 'export const id: string = "1"',
    'thing/id.spec.ts': 'export const spec = 1',
    ...changes.files,
  })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const [tarball = ''] = await packPackages(root, [join(root, 'thing')], join(root, 'out'))
  return tarball
}

const contents = (tarball: string) =>
  execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n').sort()

describe('a packed package', () => {
  test('holds JavaScript and declarations, neither sources nor tests, and publint accepts it', async () => {
    const tarball = await pack()
    expect(contents(tarball)).toEqual([
      'package/dist/id.d.ts',
      'package/dist/id.js',
      'package/dist/index.d.ts',
      'package/dist/index.js',
      'package/package.json',
    ])
    expect(
      execFileSync('tar', ['xOzf', tarball, 'package/package.json'], { encoding: 'utf8' }),
    ).not.toContain('wasla-source')
    expect(await lintTarball(tarball)).toEqual([])
  })

  test('keeps the imports that make augmentations known', async () => {
    const files = {
      'thing/index.ts': "import type {} from './objects.ts'\nexport interface Objects {}",
      'thing/objects.ts':
        "declare module './index.ts' {\n  interface Objects {\n    Thing: string\n  }\n}\nexport {}",
    }
    const declarations = execFileSync('tar', ['xOzf', await pack({ files }), 'package/dist/index.d.ts'], {
      encoding: 'utf8',
    })
    expect(declarations).toMatch(/^import '.\/objects.ts';\n/)
  })

  test.each([
    ['an export of a file that is not there', { exports: { '.': './dist/missing.js' } }, 'does not exist'],
    [
      'types behind the code',
      { exports: { '.': { default: './dist/index.js', types: './dist/index.d.ts' } } },
      'types',
    ],
    ['an export that is not published', { files: ['LICENSE'] }, 'does not exist'],
    ['a bin that is not there', { bin: { thing: './bin/thing.js' } }, 'does not exist'],
  ])('publint names %s', async (_violation, change, message) => {
    const findings = await lintTarball(await pack({ manifest: change }))
    expect(findings.join('\n')).toContain(message)
  })

  test('is refused when its compiled code names a path outside of it', async () => {
    const files = {
      'other/b.ts': 'export const b = 1',
      'thing/index.ts': "export { b } from '../other/b.ts'",
    }
    await expect(pack({ files })).rejects.toThrow('outside its package')
  })

  test('is refused when a module of it was not compiled', async () => {
    const files = {
      'thing/index.ts': "export { data } from './data.js'",
      'thing/data.js': 'export const data = 1',
      'thing/data.d.ts': 'export declare const data: number',
    }
    await expect(pack({ files })).rejects.toThrow('imports ./data.js, which the compiler has not written')
  })

  test('is refused when it does not compile', async () => {
    await expect(pack({ files: { 'thing/index.ts': 'export const id =' } })).rejects.toThrow(
      'does not compile',
    )
  })
})
