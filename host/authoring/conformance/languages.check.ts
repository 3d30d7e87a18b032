import { pluginTexts } from '../texts/plugin-texts.ts'
import { withoutPlural } from '../texts/text-keys.ts'
import type { Check } from './subject.ts'

const ARABIC = /\p{Script=Arabic}/u

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
    const texts = await pluginTexts(directory, manifest.id)
    if (texts === undefined) return { looked: titles.length, findings }
    const { en, ar, asked, wanting } = texts
    findings.push(...missing(en, ar, 'ar'), ...missing(ar, en, 'en'), ...untranslated(ar), ...wanting)
    return { looked: titles.length + en.size + asked, findings }
  },
}

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
