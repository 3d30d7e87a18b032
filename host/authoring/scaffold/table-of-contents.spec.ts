import { expect, test } from 'vitest'
import { withEntry, withImport } from './table-of-contents.ts'

const source = `import { definePlugin } from '@wasla/sdk'

export const mine = definePlugin({
  jobs: [first],
})
`

test('an import stands after the others, once', () => {
  const changed = withImport(source, 'second', './second.job.ts')
  expect(changed).toContain("from '@wasla/sdk'\nimport { second } from './second.job.ts'\n")
  expect(withImport(changed, 'second', './second.job.ts')).toBe(changed)
})

test('a value joins its section, or begins it', () => {
  expect(withEntry(source, 'jobs', 'second')).toContain('jobs: [first, second],')
  expect(withEntry(source, 'routes', 'list')).toContain('jobs: [first],\n  routes: [list],\n})')
  expect(() => withEntry('export {}', 'jobs', 'x')).toThrow(expect.objectContaining({ code: 'not_a_plugin' }))
})
