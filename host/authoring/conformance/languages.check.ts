import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './subject.ts'

const ARABIC = /\p{Script=Arabic}/u

interface Texts {
  readonly [key: string]: string | Texts
}

export const languages: Check = {
  name: 'every text exists in Arabic and English',
  async look({ manifest, options, directory }) {
    const titles: [string, { en: string; ar: string }][] = [
      ['the name in plugin.json', manifest.name],
      ['the description in plugin.json', manifest.description],
      ...manifest.permissions.map(({ resource, title }): [string, { en: string; ar: string }] => [
        `the title of the permission ${resource}`,
        title,
      ]),
      ...(options.plugin.meters ?? []).map(({ name, title }): [string, { en: string; ar: string }] => [
        `the title of the meter ${name}`,
        title,
      ]),
    ]
    const findings = titles
      .filter(([, { ar }]) => !ARABIC.test(ar))
      .map(([what, { ar }]) => `${what} says "${ar}" for Arabic, which has no Arabic letter.`)
    const pages = await pageTexts(directory)
    if (pages === undefined) return { looked: titles.length, findings }
    const [en, ar] = pages
    findings.push(...missing(en, ar, 'ar'), ...missing(ar, en, 'en'), ...untranslated(ar))
    return { looked: titles.length + en.size, findings }
  },
}

async function pageTexts(directory: string): Promise<[Map<string, string>, Map<string, string>] | undefined> {
  const read = async (language: string) =>
    flatten(JSON.parse(await readFile(join(directory, 'admin/locales', `${language}.json`), 'utf8')) as Texts)
  try {
    return [await read('en'), await read('ar')]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function flatten(texts: Texts, before = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flatten(value, `${before}${key}.`)],
    ),
  )
}

// Arabic has six plural forms and English two: `items_few` needs no English twin.
const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')

function missing(
  of: ReadonlyMap<string, string>,
  inOther: ReadonlyMap<string, string>,
  language: string,
): string[] {
  const there = new Set([...inOther.keys()].map(withoutPlural))
  return [...new Set([...of.keys()].map(withoutPlural))]
    .filter((key) => !there.has(key))
    .map((key) => `admin/locales/${language}.json lacks "${key}".`)
}

/** Names and addresses are the same in every language; a word in lower case is English left as it was. */
function untranslated(ar: ReadonlyMap<string, string>): string[] {
  return [...ar]
    .filter(
      ([, text]) =>
        !ARABIC.test(text) && withoutMarkup(text).some((word) => /^[a-z]{2,}[.,:!?…]?$/.test(word)),
    )
    .map(([key, text]) => `admin/locales/ar.json says "${text}" for "${key}", which is not Arabic.`)
}

const withoutMarkup = (text: string): string[] => text.replaceAll(/\{\{.*?\}\}|<[^>]*>/g, ' ').split(/\s+/)
