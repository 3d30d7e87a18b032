import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { OrganizationMemory } from './organization-memory.ts'

const modules = Array.from({ length: 20 }, (_, index) => `module-${String(index).padStart(2, '0')}`)
const serving = new Set(modules)

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

test('10,000 organizations with 20 modules each, all sets different, take less than 50 MB', () => {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const memory = new OrganizationMemory({ limit: 50_000, serving })
  const organizations = Array.from({ length: 10_000 }, () => randomUUID())
  organizations.forEach((id, index) => {
    memory.remember(
      id,
      modules.filter((_, bit) => bit >= 14 || (index >> bit) & 1),
      1,
    )
  })
  collectGarbage()
  const used = (process.memoryUsage().heapUsed - before) / 1024 ** 2
  console.info(`10,000 organizations, 10,000 different sets: ${used.toFixed(1)} MB`)
  expect(memory.get(organizations[9_999]!)?.ids.has('module-19')).toBe(true)
  expect(memory.size).toBe(10_000)
  expect(used).toBeLessThan(50)
})

test('what is older than what is known changes nothing', () => {
  const memory = new OrganizationMemory({ limit: 10, serving })
  memory.remember('a', ['module-01'], 5)
  expect(memory.apply('a', [], 4)).toBeUndefined()
  expect(memory.remember('a', [], 4).key).toBe('module-01')
  expect(memory.apply('a', [], 6)?.after.key).toBe('')
})

test('the number of organizations kept is bounded', () => {
  const memory = new OrganizationMemory({ limit: 10, serving })
  for (let index = 0; index < 100; index++) memory.remember(String(index), modules, 1)
  expect(memory.size).toBe(10)
})

test('sets that nobody uses any more are forgotten', async () => {
  const { ModuleSets } = await import('./module-sets.ts')
  const sets = new ModuleSets()
  for (let index = 0; index < 1_000; index++) sets.of([String(index)])
  await expect
    .poll(() => {
      collectGarbage()
      return sets.size
    })
    .toBeLessThan(10)
})
