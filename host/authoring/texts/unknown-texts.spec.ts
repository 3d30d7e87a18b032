import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unknownTexts } from './unknown-texts.ts'

const directory = mkdtempSync(join(tmpdir(), 'wasla-texts-'))
mkdirSync(join(directory, 'admin'))
afterAll(() => rmSync(directory, { recursive: true }))

/** What is found wanting where the pages are this source. */
function wanting(source: string): string[] {
  writeFileSync(join(directory, 'admin/page.tsx'), source)
  const { findings } = unknownTexts({
    directory,
    sources: ['admin/**/*.tsx'],
    namespace: 'rewards',
    keys: ['cards.title', 'cards.left_one', 'cards.left_other', 'stage.new', 'stage.won'],
  })
  return findings.map((finding) => finding.replace('admin/page.tsx:', '').replace(/ asks .*?"/, ' "'))
}

test.each([
  ['a key that is there', `t('cards.title')`],
  ['a plural by its stem', `t('cards.left', { count: 2 })`],
  ['a template of which some key comes', 't(`stage.${stage}`)'],
  ['a template that names the module', 't(`${id}:anything`)'],
  ['a key in a variable', 't(label)'],
  ['a text that stands in', `t('cards.other', { defaultValue: 'Other' })`],
  ['a text of the shell', `t('wasla:save')`],
  ['a text of the shell, by its own t', `const { t } = useTranslation('wasla'); t('save')`],
])('%s is well', (_what, source) => {
  expect(wanting(source)).toEqual([])
})

test.each([
  ['misspelt', `t('cards.tittle')`, 'cards.tittle', '"cards.title" is nearest'],
  ['like none', `t('vouchers-of-the-year')`, 'vouchers-of-the-year', 'would read the key.'],
  ['in one of two cases', `t(one ? 'cards.title' : 'card.title')`, 'card.title', 'nearest'],
  ['in a template', 't(`stages.${stage}`)', 'stages.${…}', 'would read the key'],
  ['with the own name before it', `t('rewards:card.title')`, 'card.title', 'nearest'],
  [
    'by another name of t',
    `const { t: say } = useTranslation('rewards'); say('card.title')`,
    'card.title',
    '',
  ],
  ['of the navigation', `defineAdmin({ nav: [{ path: '', label: 'card.title' }] })`, 'card.title', 'nearest'],
])('a key %s is told with its line', (_what, source, key, words) => {
  expect(wanting(`\n${source}`)).toEqual([expect.stringMatching(new RegExp(`^2 "${RegExp.escape(key)}"`))])
  expect(wanting(source)[0]).toContain(words)
})
