import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintPlugin } from '@wasla/migrations'
import { manifestSchema } from '@wasla/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPart } from './add-part.ts'
import { createPlugin } from './create-plugin.ts'

const directory = join(mkdtempSync(join(tmpdir(), 'wasla-parts-')), 'rewards')
const file = (path: string) => readFileSync(join(directory, path), 'utf8')

beforeAll(async () => {
  await createPlugin({
    plugin: 'rewards',
    entity: 'entry',
    name: { en: 'Rewards', ar: 'المكافآت' },
    entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    directory,
    origin: { kind: 'registry' },
  })
})

afterAll(() => rmSync(join(directory, '..'), { recursive: true }))

test('an entity brings table, use cases, routes and a permission, and is listed', async () => {
  const written = await addPart(directory, 'entity', 'gift-card')
  expect(written).toContain('migrations/0002_gift-cards.sql')
  expect(file('server/data/entities.ts')).toContain('[Entry, GiftCard]')
  expect(file('plugin.ts')).toContain('events: [entryCreated, giftCardCreated]')
  expect(file('server/rewards.errors.ts')).toContain("'rewards.gift_card_not_found'")
  expect(
    manifestSchema.parse(JSON.parse(file('plugin.json'))).permissions.map(({ resource }) => resource),
  ).toEqual(['entries', 'gift-cards'])
  expect(file('contract/permissions.ts')).toMatch(/'?rewards'?: 'entries' \| 'gift-cards'\n/)
  expect(await lintPlugin({ id: 'rewards', directory })).toEqual([])
})

test.each([
  ['job', 'send-cards', 'plugin.ts', 'jobs: [archiveEntries, sendCards]'],
  ['route', 'summary', 'plugin.ts', 'routes: [entryRoutes, giftCardRoutes, summaryRoutes]'],
  ['page', 'overview', 'admin/index.tsx', "path: 'overview'"],
])('a %s is listed where such are', async (part, name, path, entry) => {
  await addPart(directory, part, name)
  expect(file(path)).toContain(entry)
})

test('nothing is written over: part_exists', async () => {
  await expect(addPart(directory, 'job', 'send-cards')).rejects.toMatchObject({ code: 'part_exists' })
})

test('part_unknown names those there are', async () => {
  await expect(addPart(directory, 'widget', 'x')).rejects.toMatchObject({
    code: 'part_unknown',
    message: expect.stringContaining('entity, route, job, page'),
  })
  await expect(addPart(tmpdir(), 'job', 'x')).rejects.toMatchObject({ code: 'not_a_plugin' })
})

test('a name that cannot be spelled is told with what it was to name', async () => {
  await expect(addPart(directory, 'job', 'Send Cards')).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining('cannot be the name of a job'),
  })
})

test('a new plugin does not take the name of a module that every host has', async () => {
  const crm = {
    plugin: 'crm',
    entity: 'entry',
    name: { en: 'CRM', ar: 'العملاء' },
    entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    directory: join(directory, '../crm'),
    origin: { kind: 'registry' },
  } as const
  await expect(createPlugin(crm)).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining('every host has a module of that name'),
  })
})
