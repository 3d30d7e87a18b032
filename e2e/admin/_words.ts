import { readFileSync } from 'node:fs'

interface Texts {
  readonly [key: string]: string | Texts
}

const read = (path: string): Texts =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as Texts

export const LANGUAGES = ['en', 'ar'] as const

/** What a page says in a language, from its catalogue: `say('api-keys.revoke')`, `say('ticketing:board.title')`. */
export function wordsOf(language: (typeof LANGUAGES)[number]) {
  const catalogues = new Map<string, Texts>([['wasla', read(`admin-ui/locales/${language}.json`)]])
  return (name: string, values: Readonly<Record<string, string>> = {}): string => {
    const [key = '', module = 'wasla'] = name.split(':').toReversed()
    const texts = catalogues.get(module) ?? read(`plugins/${module}/admin/locales/${language}.json`)
    catalogues.set(module, texts)
    const found = key
      .split('.')
      .reduce<string | Texts | undefined>(
        (part, step) => (typeof part === 'object' ? part[step] : undefined),
        texts,
      )
    if (typeof found !== 'string') throw new Error(`Nobody says "${name}" in ${language}.`)
    return Object.entries(values).reduce((text, [value, word]) => text.replace(`{{${value}}}`, word), found)
  }
}

/** The name of a module, from its manifest. */
export function moduleName(module: string, language: (typeof LANGUAGES)[number]): string {
  return String((read(`plugins/${module}/plugin.json`)['name'] as Texts)[language])
}
