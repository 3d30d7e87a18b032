import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintPlugin } from '@wasla/migrations'
import { manifestSchema } from '@wasla/sdk'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { pluginTexts } from '../texts/plugin-texts.ts'
import { addPart } from './add-part.ts'
import { createPlugin } from './create-plugin.ts'
import { plural, requireSingular } from './names.ts'

const folder = mkdtempSync(join(tmpdir(), 'wasla-parts-'))
let directory: string
const file = (path: string) => readFileSync(join(directory, path), 'utf8')

/** Each test grows a plugin of its own. */
beforeEach(async () => {
  directory = mkdtempSync(join(folder, 'rewards-'))
  await createPlugin({
    plugin: 'rewards',
    entity: 'entry',
    name: { en: 'Rewards', ar: 'المكافآت' },
    entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    directory,
    origin: { kind: 'registry' },
  })
})

afterAll(() => rmSync(folder, { recursive: true }))

test('an entity brings table, use cases, routes and a permission, and is listed', async () => {
  const { files } = await addPart(directory, 'entity', 'gift-card')
  expect(files).toContain('migrations/0002_gift-cards.sql')
  expect(file('server/data/entities.ts')).toContain('[Entry, GiftCard]')
  expect(file('plugin.ts')).toContain('events: [entryCreated, giftCardCreated]')
  expect(file('server/rewards.errors.ts')).toContain("'rewards.gift_card_not_found'")
  expect((await pluginTexts(directory, 'rewards'))?.wanting).toEqual([])
  expect(JSON.parse(file('admin/locales/ar.json')).problem).toHaveProperty('gift_card_not_found')
  expect(
    manifestSchema.parse(JSON.parse(file('plugin.json'))).permissions.map(({ resource }) => resource),
  ).toEqual(['entries', 'gift-cards'])
  expect(file('contract/permissions.ts')).toMatch(/'?rewards'?: 'entries' \| 'gift-cards'\n/)
  expect(await lintPlugin({ id: 'rewards', directory })).toEqual([])
})

test.each([
  ['job', 'send-cards', 'plugin.ts', 'jobs: [archiveEntries, sendCards]'],
  ['route', 'summary', 'plugin.ts', 'routes: [entryRoutes, summaryRoutes]'],
  ['event', 'entry-redeemed', 'plugin.ts', 'events: [entryCreated, entryRedeemed]'],
  ['subscriber', 'thank-buyer', 'plugin.ts', 'subscribers: [announceEntry, thankBuyer]'],
  ['page', 'overview', 'admin/index.tsx', "path: 'overview'"],
])('a %s is listed where such are', async (part, name, path, entry) => {
  await addPart(directory, part, name)
  expect(file(path)).toContain(entry)
})

test('a page is titled in both languages and stands in the navigation', async () => {
  await addPart(directory, 'page', 'overview')
  expect(JSON.parse(file('admin/locales/en.json')).overview).toEqual({ title: 'Overview' })
  expect(JSON.parse(file('admin/locales/ar.json')).overview.title).toMatch(/\p{Script=Arabic}/u)
  expect(file('admin/index.tsx')).toMatch(/nav: \[.*label: 'overview\.title'/)
})

test('a name that is spelled otherwise is offered as it should be', async () => {
  await expect(addPart(directory, 'entity', 'Gift Voucher')).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining('"gift-voucher"'),
  })
})

test.each([
  ['vouchers', 'call it "voucher"'],
  ['gift-people', 'call it "gift-person"'],
  ['equipment', 'such as "equipment-item"'],
])('an entity named %s is refused with a name that will do', async (name, advice) => {
  await expect(addPart(directory, 'entity', name)).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining(advice),
  })
})

test.each([
  ['status', 'statuses'],
  ['canvas', 'canvases'],
  ['gift-box', 'gift-boxes'],
  ['person', 'people'],
])('one %s, many %s', (one, many) => {
  expect(() => requireSingular(one)).not.toThrow()
  expect(plural(one)).toBe(many)
})

test('an event is named by what happened to what, and others may import it', async () => {
  await addPart(directory, 'event', 'gift-card-redeemed')
  const written = file('contract/gift-card-redeemed.events.ts')
  expect(written).toContain(
    "export const giftCardRedeemed = defineEvent({\n  name: 'rewards.gift-card.redeemed',",
  )
  expect(written).toContain('z.strictObject({ giftCardId: z.uuid() })')
  expect(file('contract/index.ts')).toContain(
    "export { giftCardRedeemed } from './gift-card-redeemed.events.ts'",
  )
  await expect(addPart(directory, 'event', 'redeemed')).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining('what happened to what'),
  })
  await expect(addPart(directory, 'event', 'entry-created')).rejects.toMatchObject({ code: 'part_exists' })
})

test('a subscriber imports its event: its own, that of a module it names, and no other', async () => {
  await addPart(directory, 'event', 'gift-card-redeemed')
  await addPart(directory, 'subscriber', 'thank-buyer', { event: 'rewards.gift-card.redeemed' })
  const own = file('server/subscribers/thank-buyer.subscriber.ts')
  expect(own).toContain("import { giftCardRedeemed } from '../../contract/gift-card-redeemed.events.ts'")
  expect(own).toContain("name: 'rewards.thank-buyer',\n  event: giftCardRedeemed,")

  const listen = (event?: string) => addPart(directory, 'subscriber', 'greet', { event })
  const refused = (message: string) => ({ code: 'event_unknown', message: expect.stringContaining(message) })
  await expect(listen()).rejects.toMatchObject(
    refused('--event: rewards.entry.created, rewards.gift-card.redeemed'),
  )
  await expect(listen('rewards.entry.lost')).rejects.toMatchObject(
    refused('has no event "rewards.entry.lost"'),
  )
  await expect(listen('crm.customer.created')).rejects.toMatchObject(
    refused('does not name the module "crm"'),
  )
  const manifest = { ...JSON.parse(file('plugin.json')), requires: { crm: '^1.0.0' } }
  writeFileSync(join(directory, 'plugin.json'), JSON.stringify(manifest))
  await expect(listen('crm.customer.lost')).rejects.toMatchObject(refused('crm.customer.created'))
  await listen('crm.customer.created')
  expect(file('server/subscribers/greet.subscriber.ts')).toContain(
    "import { customerCreated } from '@wasla/plugin-crm/contract'",
  )
})

test('nothing is written over: part_exists', async () => {
  await addPart(directory, 'job', 'send-cards')
  await expect(addPart(directory, 'job', 'send-cards')).rejects.toMatchObject({ code: 'part_exists' })
})

test('part_unknown names those there are', async () => {
  await expect(addPart(directory, 'widget', 'x')).rejects.toMatchObject({
    code: 'part_unknown',
    message: expect.stringContaining('entity, route, job, event, subscriber, page'),
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
    directory: join(folder, 'crm'),
    origin: { kind: 'registry' },
  } as const
  await expect(createPlugin(crm)).rejects.toMatchObject({
    code: 'plugin_name_invalid',
    message: expect.stringContaining('every host has a module of that name'),
  })
})
