import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readTexts, withoutPlural } from '../../host/authoring/texts/text-keys.ts'
import { unknownTexts } from '../../host/authoring/texts/unknown-texts.ts'

const repository = resolve(import.meta.dirname, '../..')
const shell = 'admin-ui/locales'
const folders = [
  shell,
  ...globSync('{plugins/*,examples/*,templates/*}/admin/locales', { cwd: repository }).sort(),
]

test.each(folders)('%s says everything in both languages', async (folder) => {
  const read = async (language: 'ar' | 'en') => [
    ...((await readTexts(join(repository, folder), language))?.keys() ?? []),
  ]
  const [arabic, english] = [await read('ar'), await read('en')]
  const plain = (all: readonly string[]): string[] => [...new Set(all.map(withoutPlural))].sort()
  expect(plain(arabic)).toEqual(plain(english))
  const plurals = [...new Set(arabic.filter((key) => key !== withoutPlural(key)).map(withoutPlural))]
  const missing = plurals
    .flatMap((key) => ['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => `${key}_${form}`))
    .filter((key) => !arabic.includes(key))
  expect(missing, 'Arabic has six plural forms').toEqual([])
})

const pluginFolders = folders.filter((folder) => folder !== shell)

test.each([
  {
    pages: 'the shell and the kit',
    directory: '.',
    locales: shell,
    sources: ['admin-ui/src/**/*.{ts,tsx}', 'sdk/admin/**/*.{ts,tsx}'],
    namespace: 'wasla',
  },
  ...pluginFolders.map((locales) => {
    const directory = join(locales, '../..')
    const { id } = JSON.parse(readFileSync(join(repository, directory, 'plugin.json'), 'utf8')) as {
      id: string
    }
    return { pages: directory, directory, locales, sources: ['admin/**/*.{ts,tsx}'], namespace: id }
  }),
])('$pages: no text is asked for that nobody has written', async ({ directory, locales, ...pages }) => {
  const texts = await readTexts(join(repository, locales), 'en')
  const { asked, findings } = unknownTexts({
    ...pages,
    directory: join(repository, directory),
    keys: texts?.keys() ?? [],
  })
  expect(findings).toEqual([])
  expect(asked).toBeGreaterThan(5)
})
