import { describe, expect, test } from 'vitest'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'
import { checkHouseRules } from './check-house-rules.ts'

const main = `${import.meta.dirname}/main.ts`
const run = (root: string) => runProgram(process.execPath, [main, root], root)
const page = (markup: string) => `export const Page = ({ wide }: { wide: boolean }) => ${markup}`
const lines = (count: number) => `export const a = 1${'\n'.repeat(count)}`

const clean = {
  'sdk/package.json':
    '{ "exports": { ".": { "wasla-source": "./index.ts", "default": "./dist/index.js" } } }',
  'sdk/index.ts': "export { a } from './a.ts'",
  'sdk/a.ts': [
    "export const a = 'TODO is a state of a ticket'",
    '// @ts-expect-error the id of a customer is no number',
    'export const b: number = a',
    '// oxlint-disable-next-line no-console -- the command line speaks here',
    'console.log(b)',
    '/* v8 ignore next: needs a second machine */',
    lines(270),
  ].join('\n'),
  'sdk/long.ts': `// long file: one table of codes\n${lines(400)}`,
  'sdk/tests/long.spec.ts': lines(400),
  'sdk/page.tsx': page(
    '<p className="ms-2 text-start left-hand hover:pe-4" style={{ marginInlineStart: 2 }} title="left" />',
  ),
  'sdk/page.css': '.a { margin-inline-start: 1px; text-align: start; inset-inline: 0 }',
}

test('a tree that keeps the rules passes', () => {
  const { code, output } = run(plantTree(clean))
  expect(output).toContain('house rules: 7 files, 0 findings')
  expect(code).toBe(0)
})

const planted: [rule: string, file: string, source: string, message: string][] = [
  ['folder utils', 'sdk/utils/a.ts', 'export const a = 1', 'folder "utils" says nothing'],
  ['folder shared', 'core/shared/a.sql', 'select 1', 'folder "shared" says nothing'],
  ['unfinished work in TypeScript', 'sdk/b.ts', '// TODO: later', 'TODO stays behind'],
  ['unfinished work in a block comment', 'sdk/b.ts', '/**\n * FIXME\n */', 'FIXME stays behind'],
  ['unfinished work in SQL', 'migrations/a.sql', 'select 1 -- FIXME', 'FIXME stays behind'],
  ['unfinished work in Markdown', 'README.md', '# Wasla\n\nTODO', 'README.md:3: TODO stays behind'],
  [
    '@ts-expect-error without a reason',
    'sdk/b.ts',
    '// @ts-expect-error\nexport const b: string = 1',
    'without a reason',
  ],
  ['@ts-ignore', 'sdk/b.ts', '// @ts-ignore the id is no number', 'hides more than one error'],
  [
    'oxlint-disable without a reason',
    'sdk/b.ts',
    '// oxlint-disable-next-line no-console, no-eval',
    'without a reason',
  ],
  ['biome-ignore without a reason', 'sdk/b.ts', '// biome-ignore format: x', 'without a reason'],
  ['module over 300 lines', 'sdk/b.ts', lines(301), '301 lines; split it'],
  ['export *', 'sdk/index.ts', "export * from './a.ts'", 'export * hides'],
  ['inner barrel', 'sdk/data/index.ts', "export { a } from '../a.ts'", 'only re-exports'],
  ['as any', 'sdk/b.ts', 'export const b = (1 as any).x', 'as any switches the compiler off'],
  ['margin class', 'sdk/b.tsx', page('<p className="flex ml-2" />'), '"ml-2" is a physical direction'],
  [
    'negative margin class with variant',
    'sdk/b.tsx',
    page('<p className="md:-mr-[3px]" />'),
    '"md:-mr-[3px]" is a physical',
  ],
  [
    'text-right in an expression',
    'sdk/b.tsx',
    page("<p className={wide ? 'text-right' : ''} />"),
    '"text-right" is a physical',
  ],
  ['class in a template', 'sdk/b.tsx', page('<p className={`pr-4 ${wide}`} />'), '"pr-4" is a physical'],
  ['left position', 'sdk/b.tsx', page('<p className="left-0" />'), '"left-0" is a physical'],
  [
    'rounded corner',
    'sdk/b.tsx',
    page('<p className="rounded-tl-md border-l" />'),
    '"rounded-tl-md" is a physical',
  ],
  ['inline style', 'sdk/b.tsx', page('<p style={{ marginLeft: 2 }} />'), '"marginLeft" is a physical'],
  ['css property', 'sdk/b.css', '.a {\n  padding-left: 1px;\n}', 'sdk/b.css:2: "padding-left" is a physical'],
  ['css position', 'sdk/b.css', '.a { left: 0 }', '"left" is a physical'],
  ['css alignment', 'sdk/b.css', '.a { text-align: right; }', '"text-align: right" is a physical'],
  ['css @apply', 'sdk/b.css', '.a { @apply flex pl-2; }', '"pl-2" is a physical'],
]

describe('a planted violation fails the check', () => {
  test.each(planted)('%s', (_rule, file, source, message) => {
    const { findings } = checkHouseRules(plantTree({ ...clean, [file]: source }))
    expect(findings.map((finding) => finding.file)).toContain(file)
    expect(
      findings.map((finding) => `${finding.file}:${finding.line}: ${finding.message}`).join('\n'),
    ).toContain(message)
  })

  test('with exit code 1 and its place, as npm run check sees it', () => {
    const { code, output } = run(plantTree({ ...clean, 'sdk/b.ts': '\n// FIXME' }))
    expect(output).toContain('sdk/b.ts:2: FIXME stays behind')
    expect(code).toBe(1)
  })
})
