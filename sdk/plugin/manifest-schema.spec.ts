import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { manifestJsonSchema } from './manifest.ts'

test('the published plugin.schema.json is what the host checks', () => {
  const published: unknown = JSON.parse(
    readFileSync(new URL('../plugin.schema.json', import.meta.url), 'utf8'),
  )
  expect(published, 'write manifestJsonSchema() into sdk/plugin.schema.json').toEqual(manifestJsonSchema())
})
