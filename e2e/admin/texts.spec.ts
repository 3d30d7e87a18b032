import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
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

/** The first argument of each call of `t`, as it is written. */
function askedFor(source: string): string[] {
  return [...source.matchAll(/\bt\(/g)].map(({ index }) => {
    const begin = index + 2
    let depth = 0
    for (let end = begin; end < source.length; end += 1) {
      const letter = source[end] ?? ''
      if ('({['.includes(letter)) depth += 1
      if (')}]'.includes(letter)) depth -= 1
      if (depth < 0 || (depth === 0 && letter === ',')) return source.slice(begin, end)
    }
    return ''
  })
}

/** The keys that an argument may be: texts as they stand, and patterns where a part is only known later. */
function keysOf(argument: string): RegExp[] {
  const literals = [...argument.replaceAll(/`[^`]*`|[!=]==\s*'[^']*'/g, '').matchAll(/'([^'\n]+)'/g)].map(
    ([, text = '']) => text,
  )
  const templates = [...argument.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
  return [...literals, ...templates].map(
    (text) =>
      new RegExp(
        `^${text
          .replace(/^wasla:/, '')
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`))
          .join('.+')}(?:_(?:zero|one|two|few|many|other))?$`,
      ),
  )
}

const NAMED = /\b(?:label|title): '([a-z][\w-]*(?:\.[\w-]+)+)'/g

test.each([
  ['the shell and the kit', 'admin-ui/locales/', ['admin-ui/src/**/*.{ts,tsx}', 'sdk/admin/**/*.{ts,tsx}']],
  ...readdirSync(new URL('plugins/', repository)).map((plugin): [string, string, string[]] => [
    plugin,
    `plugins/${plugin}/admin/locales/`,
    [`plugins/${plugin}/admin/**/*.{ts,tsx}`],
  ]),
] as const)('%s asks for no text that nobody has written', (_name, folder, sources) => {
  if (!existsSync(new URL(folder, repository))) return
  const known = keys(read(new URL(folder, repository), 'en'))
  const files = globSync([...sources], { cwd: fileURLToPath(repository) }).filter(
    (file) => !file.includes('.spec.') && !/language\/texts\.ts$|problem-text|settings-form/.test(file),
  )
  expect(files.length).toBeGreaterThan(0)
  let asked = 0
  const missing = files.flatMap((file) => {
    const source = readFileSync(new URL(file, repository), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
    // A module's texts are joined to its id.
    const wanted = [
      ...askedFor(source).filter(
        (argument) => !argument.includes('${module.id}:') && !argument.includes('${id}:'),
      ),
      ...[...source.matchAll(NAMED)].map(([, key = '']) => `'${key}'`),
    ].flatMap(keysOf)
    asked += wanted.length
    return wanted
      .filter((key) => !known.some((name) => key.test(name)))
      .map((key) => `${file}: ${key.source}`)
  })
  expect(missing).toEqual([])
  expect(asked).toBeGreaterThan(10)
})
