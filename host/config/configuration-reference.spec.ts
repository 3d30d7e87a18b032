import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { configSchema } from './config.schema.ts'
import { configurationReference } from './configuration-reference.ts'
import { loadConfig } from './load-config.ts'
import { listSettings } from './setting.ts'

const settings = listSettings(configSchema)

test('CONFIGURATION.md is the printed reference', async () => {
  const page = await readFile(new URL('../CONFIGURATION.md', import.meta.url), 'utf8')
  expect(page, 'write it anew with "wasla configuration > host/CONFIGURATION.md"').toBe(
    configurationReference(),
  )
})

test('every setting has a variable of its own and a description', () => {
  expect(settings.length).toBeGreaterThan(15)
  expect(new Set(settings.map(({ variable }) => variable)).size).toBe(settings.length)
  for (const { description } of settings) expect(description).toMatch(/^[A-Z].{10,}\.$/)
})

test.each(settings)('the example of $variable is accepted', ({ variable, example }) => {
  const company = { DATABASE_URL: 'postgres://db/wasla', DATABASE_DIRECT_URL: 'postgres://db/wasla' }
  expect(() => loadConfig({ ...company, [variable]: example })).not.toThrow()
})
