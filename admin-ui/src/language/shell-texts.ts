import type { AdminDefinition } from '@wasla/sdk/admin'

/** The shell's own texts, by language. */
export const shellTexts: AdminDefinition['locales'] = {
  ar: () => import('../../locales/ar.json'),
  en: () => import('../../locales/en.json'),
}
