import { rm } from 'node:fs/promises'
import { conformance } from '@wasla/sdk/testing'
import { expect, inject, test } from 'vitest'
import { carelessPlugin } from './_careless-plugin.ts'

test('a filter without an index is found where there are many rows', { timeout: 240_000 }, async () => {
  const plugin = await carelessPlugin()
  const { lifecycle: _lifecycle, ...definition } = plugin.plugin
  const report = await conformance({
    ...plugin,
    plugin: definition,
    cluster: inject('adminUrl'),
    seed: async ({ owner }) => ({
      id: (await owner.call('POST', '/careless/things', { body: { name: 'Seed' } })).body.id,
    }),
  })
  await rm(String(plugin.directory), { recursive: true })
  expect(report.failed.find((line) => line.startsWith('no list reads a whole table'))).toMatch(
    /Reading careless\.things went through \d+ rows one by one/,
  )
})
