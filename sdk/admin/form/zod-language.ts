import type { Language } from '../plugin/define-admin.ts'

/**
 * Makes zod tell what is wrong in the language of the page. Loaded with the first form, since zod is large.
 * @param required said of what was left empty, instead of the types that were expected and received
 */
export async function speakZod(language: Language, required: string): Promise<void> {
  const { z } = await import('zod')
  // Its compiled checks need eval, which the page's security policy refuses.
  z.config({
    ...(language === 'ar' ? z.locales.ar() : z.locales.en()),
    customError: ({ input }) => (input === null || input === undefined ? required : undefined),
    jitless: true,
  })
}
