import { onPreferences, readPreferences } from '@wasla/sdk/admin'
import { showLanguage } from './texts.ts'

const darkness = matchMedia('(prefers-color-scheme: dark)')

function apply(): void {
  const { language, theme } = readPreferences()
  const root = document.documentElement
  root.lang = language
  root.dir = language === 'ar' ? 'rtl' : 'ltr'
  // Installed, it is called by its name in that language.
  document
    .querySelector('link[rel=manifest]')
    ?.setAttribute('href', `${import.meta.env.BASE_URL}manifest.${language}.webmanifest`)
  root.dataset['theme'] = theme === 'system' ? (darkness.matches ? 'dark' : 'light') : theme
}

/** Keeps language, direction and theme of the document as the person wants them. */
export function followPreferences(): void {
  apply()
  darkness.addEventListener('change', apply)
  let { language } = readPreferences()
  onPreferences(() => {
    const next = readPreferences().language
    if (next === language) return apply()
    language = next
    void showLanguage(next).then(apply)
  })
}
