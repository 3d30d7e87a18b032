import { readPreferences, type AdminDefinition, type Language } from '@wasla/sdk/admin'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { shellTexts } from './shell-texts.ts'

const sources = new Map<string, AdminDefinition['locales']>([['wasla', shellTexts]])

async function load(namespace: string, language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, namespace)) await put(namespace, language)
}

async function put(namespace: string, language: Language): Promise<void> {
  const source = sources.get(namespace)?.[language]
  if (source !== undefined)
    i18next.addResourceBundle(language, namespace, (await source()).default, true, true)
}

const formats = new Map<string, Intl.NumberFormat>()

/** The first of these costs a slow machine a tenth of a second, so that it is made once, and not for a small number. */
function digits(value: number, language: string): string {
  const system = language === 'ar' ? readPreferences().digits : 'latn'
  if (system === 'latn' && Number.isInteger(value) && value >= 0 && value < 1_000) return String(value)
  const locale = `${language}-u-nu-${system}`
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale)
  formats.set(locale, format)
  return format.format(value)
}

/** Prepares the texts of the shell in the person's language. */
export async function startTexts(): Promise<void> {
  const { language } = readPreferences()
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'wasla',
    ns: [],
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  i18next.services.formatter?.add('number', (value: number, lng) => digits(value, lng ?? 'en'))
  await load('wasla', language)
}

/** Adds a plugin's texts under its id, in the language that is shown; those of pages that were built anew replace the old. */
export async function addTexts(plugin: string, locales: AdminDefinition['locales']): Promise<void> {
  const { language } = readPreferences()
  const isAnew = sources.has(plugin)
  sources.set(plugin, locales)
  if (!isAnew) return load(plugin, language)
  i18next.removeResourceBundle(language === 'ar' ? 'en' : 'ar', plugin)
  await put(plugin, language)
}

/** Shows another language once all of its texts are here, so that no key is ever seen. */
export async function showLanguage(language: Language): Promise<void> {
  await Promise.all([...sources.keys()].map((namespace) => load(namespace, language)))
  await i18next.changeLanguage(language)
}
