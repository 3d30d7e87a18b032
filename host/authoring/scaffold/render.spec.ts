import { expect, test } from 'vitest'
import { isName, plural } from './names.ts'
import { render } from './render.ts'

const meaning = {
  plugin: 'gift-shop',
  entity: 'gift-card',
  name: { en: 'Gift shop', ar: 'متجر الهدايا' },
  entityName: { ar: 'العنصر', arPlural: 'العناصر' },
}

test.each([
  [
    "import { sampleItemCreated } from './sample-item.events.ts'",
    "import { giftCardCreated } from './gift-card.events.ts'",
  ],
  ['create table acme_sample.sample_items', 'create table gift_shop.gift_cards'],
  [
    'type AcmeSampleContext = SampleItemRow[] // Sample items',
    'type GiftShopContext = GiftCardRow[] // Gift cards',
  ],
  ['{ "en": "Acme sample", "ar": "نموذج أكمي" }', '{ "en": "Gift shop", "ar": "متجر الهدايا" }'],
])('%s', (template, rendered) => {
  expect(render(template, meaning)).toBe(rendered)
})

test('names and their plurals', () => {
  expect(['entry', 'box', 'gift-card', 'day'].map(plural)).toEqual(['entries', 'boxes', 'gift-cards', 'days'])
  expect(['loyalty', 'Loyalty', 'a_b', '9lives'].map(isName)).toEqual([true, false, false, false])
})
