import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'
import { lintTarball } from './lint-tarball.ts'
import { packPackage } from './pack-package.ts'
import { packWorkspace } from './pack-workspace.ts'

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
function pack(changes: { manifest?: object; files?: Record<string, string> } = {}): string {
  const root = plantTree({
    'package.json': '{ "type": "module" }',
    'thing/package.json': JSON.stringify({ ...manifest, ...changes.manifest }),
    'thing/index.ts': "export { id } from './id.ts'",
    'thing/id.ts': 'export const id: string = "1"',
    'thing/id.spec.ts': 'export const spec = 1',
    ...changes.files,
  })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  return packPackage(root, join(root, 'thing'), join(root, 'out'))
}

const contents = (tarball: string) =>
  execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n').sort()

describe('a packed package', () => {
  test('holds JavaScript and declarations, neither sources nor tests, and publint accepts it', async () => {
    const tarball = pack()
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

  test('keeps the imports that make augmentations known', () => {
    const files = {
      'thing/index.ts': "import type {} from './objects.ts'\nexport interface Objects {}",
      'thing/objects.ts':
        "declare module './index.ts' {\n  interface Objects {\n    Thing: string\n  }\n}\nexport {}",
    }
    const declarations = execFileSync('tar', ['xOzf', pack({ files }), 'package/dist/index.d.ts'], {
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
    const findings = await lintTarball(pack({ manifest: change }))
    expect(findings.join('\n')).toContain(message)
  })

  test('is refused when its compiled code names a path outside of it', () => {
    const files = {
      'other/b.ts': 'export const b = 1',
      'thing/index.ts': "export { b } from '../other/b.ts'",
    }
    expect(() => pack({ files })).toThrow('outside its package')
  })

  test('is refused when it does not compile', () => {
    expect(() => pack({ files: { 'thing/index.ts': 'export const id: string = 1' } })).toThrow(
      'does not compile',
    )
  })
})

test('the tarballs work in an empty folder, on the plain Node', { timeout: 180_000 }, () => {
  const root = plantTree({
    'package.json': '{ "name": "consumer", "private": true, "type": "module" }',
    // What a stranger's plugin relies on: the sections' types, the builder's own fields, another plugin's types.
    'consumer.ts': [
      "import type {} from '@wasla/plugin-crm/contract'",
      "import { definePlugin, type PluginSchemaBuilder } from '@wasla/sdk'",
      "declare module '@wasla/sdk' { interface Permissions { consumer: 'things' } }",
      'definePlugin({ graphql })',
      '// @ts-expect-error settings are no number',
      'definePlugin({ settings: 1 })',
      'function graphql(builder: PluginSchemaBuilder): void {',
      "  builder.objectField('Customer', 'shout', (t) =>",
      "    t.string({ permission: 'consumer.things.read', resolve: ({ companyName }) => companyName.toUpperCase() }))",
      '}',
    ].join('\n'),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'nodenext',
        target: 'esnext',
        noEmit: true,
        skipLibCheck: true,
      },
      include: ['consumer.ts'],
    }),
    'load.js': [
      'for (const name of process.argv.slice(2)) {',
      '  const loaded = Object.keys(await import(name))',
      '  console.log(`${name}: ${loaded.length > 0}`)',
      '}',
    ].join('\n'),
  })
  const names = publicPackages().sort()
  const tarballs = packWorkspace(repository, join(root, 'tarballs'))
  expect(tarballs).toHaveLength(names.length)
  expect(names).toContain('@wasla/sdk')

  const npm = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs]
  expect(runProgram('npm', npm, root)).toEqual({ code: 0, output: expect.any(String) })
  expect(runProgram(process.execPath, ['load.js', ...names], root)).toEqual({
    code: 0,
    output: names.map((name) => `${name}: true\n`).join(''),
  })
  expect(runProgram(process.execPath, ['node_modules/.bin/wasla', '--help'], root)).toEqual({
    code: 0,
    output: expect.any(String),
  })
  expect(runProgram(join(repository, 'node_modules/.bin/tsc'), ['-p', '.'], root)).toEqual({
    code: 0,
    output: expect.any(String),
  })
})

function publicPackages(): string[] {
  const lerna = join(repository, 'node_modules/.bin/lerna')
  const list = execFileSync(lerna, ['ls', '--json', '--loglevel=silent'], {
    cwd: repository,
    encoding: 'utf8',
  })
  return (JSON.parse(list) as { name: string }[]).map(({ name }) => name)
}
