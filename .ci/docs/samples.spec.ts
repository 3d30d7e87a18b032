import { expect, test } from 'vitest'
import { plantTree } from '../tests/_planted-tree.ts'
import { samplesOf, unknownCommands } from './every-sample.ts'
import { commandsOf, linksOf, withSamples } from './samples.ts'
import { sectionsWithoutExample } from './sections.ts'

test('a block that names a file shows the file', () => {
  const root = plantTree({ 'code/a.ts': 'export const a = 1\n' })
  const page = '# Page\n\n```ts code/a.ts\nold\n```\n\n```ts\nleft alone\n```\n'
  expect(withSamples(root, page)).toBe(
    '# Page\n\n```ts code/a.ts\nexport const a = 1\n```\n\n```ts\nleft alone\n```\n',
  )
  expect(() => withSamples(root, '```ts code/gone.ts\n```\n')).toThrow('gone.ts')
})

test('every block of commands says where it is run', () => {
  expect(commandsOf('```sh run\nwasla --version\n```\n\n```sh start\nwasla start\n```\n')).toEqual([
    { where: 'run', text: 'wasla --version\n' },
    { where: 'start', text: 'wasla start\n' },
  ])
  expect(() => commandsOf('```sh\nrm -rf x\n```\n')).toThrow('does not say where')
})

test('links are those to files', () => {
  expect(linksOf('[a](guide/a.md#part) [b](https://example.com) [c](#here)')).toEqual(['guide/a.md'])
})

test('a section of definePlugin without code that runs is named', () => {
  const root = plantTree({
    'sdk/plugin/define-plugin.ts':
      'export interface PluginDefinition {\n  readonly jobs?: number\n  readonly search?: number\n  readonly meters?: number\n}\n',
    'docs/guide/define-plugin.md':
      '## jobs and schedules\n\n```ts code/a.ts\nx\n```\n\n## search\nWords only.\n',
  })
  expect(sectionsWithoutExample(root)).toEqual(['search', 'meters'])
})

test('every sample says what keeps it true', () => {
  const page = [
    '```ts code/a.ts',
    '    indented inside',
    '```',
    '```sh run',
    '```',
    '<!-- not run: nobody has one -->',
    '```ini',
    '```',
    '```json',
    '```',
    '',
    '    npm install it',
  ].join('\n')
  expect(samplesOf('a.md', page)).toEqual([
    { where: 'a.md:1', language: 'ts', kept: 'shows code/a.ts' },
    { where: 'a.md:4', language: 'sh', kept: 'is run (run)' },
    { where: 'a.md:7', language: 'ini', kept: 'is not run: nobody has one' },
    { where: 'a.md:9', language: 'json', kept: undefined },
    { where: 'a.md:12', language: 'indented', kept: undefined },
  ])
})

test('commands in the text are those that there are', () => {
  const root = plantTree({
    'package.json': '{ "scripts": { "tour": "x" } }',
    'host/cli/plugins.command.ts': "program.command('plugins'); plugins.command('list')",
  })
  const text = '`wasla plugins list --all`, `wasla plugins lost`, `wasla fly`, `npm run tour`, `npm run away`'
  expect(unknownCommands(root, text)).toEqual(['wasla lost', 'wasla fly', 'npm run away'])
})
