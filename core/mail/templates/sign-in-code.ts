import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

/** The one-time code that completes a sign-in. */
export function signInCodeMail(
  language: Language,
  { name, code }: { readonly name: string; readonly code: string },
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'رمز تسجيل الدخول',
          name,
          paragraphs: ['أدخل هذا الرمز لإكمال تسجيل الدخول. الرمز صالح لمدة 10 دقائق ويُستخدم مرة واحدة.'],
          code,
          note: 'لا تعطِ هذا الرمز لأحد. إذا لم تكن أنت من يسجّل الدخول، فغيّر كلمة مرورك.',
        }
      : {
          language,
          subject: 'Your sign-in code',
          name,
          paragraphs: [
            'Enter this code to complete your sign-in. It is valid for 10 minutes and works once.',
          ],
          code,
          note: 'Give this code to nobody. If it is not you who signs in, change your password.',
        },
  )
}
