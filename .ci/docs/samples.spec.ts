import { expect, test } from 'vitest'
import { plantTree } from '../tests/_planted-tree.ts'
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
