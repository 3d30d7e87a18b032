import type { Language } from '../plugin/define-admin.ts'

/** Makes zod tell what is wrong in the language of the page. Loaded with the first form, since zod is large. */
export async function speakZod(language: Language): Promise<void> {
  const { z } = await import('zod')
  // Its compiled checks need eval, which the page's security policy refuses.
  z.config({ ...(language === 'ar' ? z.locales.ar() : z.locales.en()), jitless: true })
}
