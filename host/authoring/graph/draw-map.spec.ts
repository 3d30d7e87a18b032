import { definePlugin, defineEvent, defineSubscriber, manifestSchema } from '@wasla/sdk'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { writeMap } from './write-map.ts'
import { drawMap } from './draw-map.ts'
import { pluginMap } from './plugin-map.ts'

const manifest = (id: string, requires: Record<string, string> = {}) =>
  manifestSchema.parse({
    id,
    version: '1.0.0',
    name: { en: id, ar: id },
    description: { en: id, ar: id },
    sdk: 1,
    requires,
  })

const created = defineEvent({ name: 'crm.customer.created', version: 1, payload: z.object({}) })
const welcome = defineSubscriber({ name: 'loyalty.welcome', event: created, handle: async () => {} })
const plugin = (id: string, definition: ReturnType<typeof definePlugin>) => ({ id, definition }) as never

const map = pluginMap({
  manifests: new Map(
    [manifest('crm'), manifest('loyalty', { crm: '^1.0.0' }), manifest('broken')].map((each) => [
      each.id,
      each,
    ]),
  ),
  plugins: [
    plugin('crm', definePlugin({ events: [created] })),
    plugin('loyalty', definePlugin({ subscribers: [welcome] })),
  ],
  quarantines: new Map([['broken', {}]]) as never,
})

test('what a module needs lies below it, and events lead to who listens', () => {
  expect(map.nodes.map(({ id, level, quarantined }) => [id, level, quarantined])).toEqual([
    ['crm', 0, false],
    ['loyalty', 1, false],
    ['broken', 0, true],
  ])
  expect(map.edges).toEqual([
    { from: 'loyalty', to: 'crm', kind: 'requires', label: '^1.0.0' },
    { from: 'crm', to: 'loyalty', kind: 'event', label: 'crm.customer.created' },
  ])
})

test('the drawing is an SVG in which every line and module can be read', () => {
  const svg = drawMap(map)
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(svg).toContain('crm → loyalty, event: crm.customer.created')
  expect(svg).toContain('broken 1.0.0, quarantined')
  expect(svg.match(/<rect /g)).toHaveLength(4)
})

test('a place where nothing can be written: drawing_not_written', async () => {
  await expect(writeMap('/nowhere/modules.svg', '')).rejects.toMatchObject({ code: 'drawing_not_written' })
})
