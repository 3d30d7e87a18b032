import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checks } from '../checks.ts'
import { plantTree, runProgram } from './_planted-tree.ts'

const repository = join(import.meta.dirname, '../..')
const settings = ['tsconfig.json', '.oxlintrc.json', 'biome.json', 'knip.json', '.gitignore']

// A small workspace under the very settings and commands of `npm run check`.
const clean = {
  ...Object.fromEntries(settings.map((file) => [file, readFileSync(join(repository, file), 'utf8')])),
  'package.json': '{ "name": "planted", "private": true, "type": "module", "workspaces": ["sdk"] }',
  'sdk/package.json':
    '{ "name": "@wasla/sdk", "type": "module", "dependencies": { "zod": "*" }, "exports": { ".": { "wasla-source": "./index.ts" } } }',
  'sdk/index.ts': "export { id } from './id.ts'\n",
  'sdk/id.ts': "import { z } from 'zod'\n\nexport const id = z.string().parse('1')\n",
  'node_modules/.keep': '',
}

function check(
  name: string,
  violation: Record<string, string> = {},
): { code: number | null; output: string } {
  const root = plantTree({ ...clean, ...violation })
  for (const dependency of ['zod', '@types', 'undici-types']) {
    symlinkSync(join(repository, 'node_modules', dependency), join(root, 'node_modules', dependency))
  }
  const found = checks.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`There is no check called ${name}.`)
  return runProgram(join(repository, 'node_modules/.bin', found.command), found.args, root)
}

test.each(['types', 'lint', 'format', 'unused code'])('%s: a clean tree passes', (name) => {
  expect(check(name)).toEqual({ code: 0, output: expect.any(String) })
})

const planted: [check: string, rule: string, violation: Record<string, string>, message: string][] = [
  [
    'types',
    'wrong type',
    { 'sdk/b.ts': 'export const b: string = 1\n' },
    "'number' is not assignable to type 'string'",
  ],
  ['types', 'enum', { 'sdk/b.ts': 'export enum B {\n  c,\n}\n' }, "'erasableSyntaxOnly' is enabled"],
  [
    'types',
    'unchecked index',
    { 'sdk/b.ts': 'export const b: string = [""][0]\n' },
    "'undefined' is not assignable",
  ],
  ['lint', 'default export', { 'sdk/b.ts': 'export default 1\n' }, 'no-default-export'],
  ['lint', 'any', { 'core/b.ts': 'export const b = (a: any) => a\n' }, 'no-explicit-any'],
  ['lint', 'console in a library', { 'core/b.ts': 'console.log(1)\n' }, 'no-console'],
  ['lint', 'name not in kebab-case', { 'core/makeThing.ts': 'export const b = 1\n' }, 'filename-case'],
  [
    'lint',
    'type import without type',
    { 'core/b.ts': "import { A } from './a.ts'\nexport type B = A\n" },
    'consistent-type-imports',
  ],
  [
    'lint',
    'test left focused',
    { 'core/b.spec.ts': "import { expect, test } from 'vitest'\ntest.only('b', () => expect(1).toBe(1))\n" },
    'no-focused-tests',
  ],
  [
    'lint',
    'suppression without effect',
    { 'core/b.ts': '// oxlint-disable-next-line no-eval -- an old reason\nexport const b = 1\n' },
    'Unused oxlint-disable',
  ],
  ['format', 'semicolon', { 'sdk/b.ts': 'export const b = 1;\n' }, 'sdk/b.ts format'],
  ['format', 'double quotes', { 'sdk/b.ts': 'export const b = "1"\n' }, 'sdk/b.ts format'],
  ['unused code', 'file', { 'sdk/b.ts': 'export const b = 1\n' }, 'Unused files'],
  [
    'unused code',
    'export',
    { 'sdk/id.ts': `${clean['sdk/id.ts']}\nexport const other = 1\n` },
    'Unused exports',
  ],
  ['unused code', 'dependency', { 'sdk/id.ts': 'export const id = 1\n' }, 'Unused dependencies'],
  [
    'unused code',
    'undeclared dependency',
    { 'sdk/id.ts': `${clean['sdk/id.ts']}\nimport 'kysely'\n` },
    'Unlisted dependencies',
  ],
]

describe('a planted violation fails the check', () => {
  test.each(planted)('%s: %s', (name, _rule, violation, message) => {
    const { code, output } = check(name, violation)
    expect(output).toContain(message)
    expect(code).not.toBe(0)
  })
})
