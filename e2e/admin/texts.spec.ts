import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = new URL('../../', import.meta.url)
const PLURAL = /_(zero|one|two|few|many|other)$/

interface Texts {
  readonly [key: string]: string | Texts
}

function keys(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [prefix + key] : keys(text, `${prefix}${key}.`),
  )
}

const read = (folder: URL, language: string): Texts =>
  JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8')) as Texts

const folders = [
  'admin-ui/locales/',
  ...readdirSync(new URL('plugins/', repository)).map((plugin) => `plugins/${plugin}/admin/locales/`),
]
  .map((path) => new URL(path, repository))
  .filter((folder) => existsSync(folder))

test.each(
  folders.map((folder) => [fileURLToPath(folder).slice(fileURLToPath(repository).length), folder] as const),
)('%s says everything in both languages', (_name, folder) => {
  const [arabic, english] = [keys(read(folder, 'ar')), keys(read(folder, 'en'))]
  const plain = (all: readonly string[]): string[] =>
    [...new Set(all.map((key) => key.replace(PLURAL, '')))].sort()
  expect(plain(arabic)).toEqual(plain(english))
  const plurals = [...new Set(arabic.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))]
  const missing = plurals
    .flatMap((key) => ['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => `${key}_${form}`))
    .filter((key) => !arabic.includes(key))
  expect(missing, 'Arabic has six plural forms').toEqual([])
})
