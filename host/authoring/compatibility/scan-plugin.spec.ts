import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exportsOf, readReport, scanPlugin } from './scan-plugin.ts'

const directory = mkdtempSync(join(tmpdir(), 'wasla-scan-'))
afterAll(() => rmSync(directory, { recursive: true }))

const report = [
  '## @wasla/sdk',
  '### `definePlugin`\n\n```ts\nexport declare function definePlugin(): Plugin\n```',
  '### `toPage`\n\n```ts\n/** Makes a page. @deprecated use pageFrom, which takes the cursor too */\nexport declare function toPage(): Page\n```',
  '### `Page`\n\n```ts\nexport interface Page {}\n```',
].join('\n\n')

test('names that are gone or about to go are told with file and line', () => {
  const scan = () => scanPlugin(directory, report)
  expect(scan).toThrow(expect.objectContaining({ code: 'not_a_plugin' }))
  writeFileSync(join(directory, 'plugin.json'), '{}')
  mkdirSync(join(directory, 'server'))
  mkdirSync(join(directory, 'node_modules/x'), { recursive: true })
  writeFileSync(join(directory, 'plugin.ts'), "import { definePlugin, service } from '@wasla/sdk'\n")
  writeFileSync(
    join(directory, 'server/list.ts'),
    "import { z } from 'zod'\nimport {\n  toPage as page,\n  type Page,\n} from '@wasla/sdk'\n",
  )
  writeFileSync(join(directory, 'node_modules/x/index.ts'), "import { gone } from '@wasla/sdk'\n")
  const { looked, breakages } = scan()
  expect(looked).toBe(2)
  expect(breakages.sort((one, other) => one.file.localeCompare(other.file))).toEqual([
    {
      file: 'plugin.ts',
      line: 1,
      name: 'service',
      message: '"service" is not exported by that SDK any more; its changelog names what takes its place.',
    },
    {
      file: 'server/list.ts',
      line: 2,
      name: 'toPage',
      message: '"toPage" goes with the next contract: use pageFrom, which takes the cursor too',
    },
  ])
})

test('a report that is not there: api_report_unreadable', () => {
  expect(() => readReport(join(directory, 'api.md'))).toThrow(
    expect.objectContaining({ code: 'api_report_unreadable' }),
  )
})

test('the report names its exports', () => {
  expect([...exportsOf(report).keys()]).toEqual(['definePlugin', 'toPage', 'Page'])
})
