import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'

const repository = join(import.meta.dirname, '../..')
// A text, so that the repository's own compiler does not stumble over it.
const source = readFileSync(join(import.meta.dirname, 'planted-mistakes.txt'), 'utf8')

/** Of a message: what fits on a screen without scrolling, and what one reads at a glance. */
const LINES = 6
const FIRST_LINE = 520

const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'esnext',
  lib: ['esnext'],
  types: ['node'],
  noEmit: true,
  skipLibCheck: true,
  customConditions: ['wasla-source'],
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
}

/** What the compiler says of each planted mistake, by the comment above it. */
function messages(): Map<string, string[]> {
  const root = plantTree({
    'mistakes.ts': source,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['mistakes.ts'] }),
  })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const { output } = runProgram(
    join(repository, 'node_modules/.bin/tsc'),
    ['-p', '.', '--pretty', 'false'],
    root,
  )
  const lines = source.split('\n')
  const found = new Map(
    lines.flatMap((line): [string, string[]][] => {
      const [, mistake] = /^\/\/ mistake: (.*)$/.exec(line) ?? []
      return mistake === undefined ? [] : [[mistake, []]]
    }),
  )
  for (const message of output.split(/^(?=\S+\.ts\(\d)/m)) {
    const line = Number(/^mistakes\.ts\((\d+),/.exec(message)?.[1])
    const mistake = lines[line - 2]?.replace('// mistake: ', '') ?? message
    found.set(mistake, [...(found.get(mistake) ?? []), message.trim()])
  }
  return found
}

test('every mistake of an author is one short message, where it was made', { timeout: 300_000 }, () => {
  const found = messages()
  expect(found.size).toBeGreaterThanOrEqual(13)
  const unreadable = [...found].filter(
    ([, said]) =>
      said.length !== 1 ||
      said.some(
        (message) => message.split('\n').length > LINES || (message.split('\n')[0]?.length ?? 0) > FIRST_LINE,
      ),
  )
  expect(Object.fromEntries(unreadable)).toEqual({})
  expect(found.get('a section that does not exist')?.[0]).toContain("Did you mean to write 'settings'?")
  expect(found.get("a schedule without its job's payload")?.[0]).toContain("Property 'days' is missing")
})
