import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

/** Asks a person to prove that an address is theirs. */
export function verifyEmailMail(
  language: Language,
  { name, url }: { readonly name: string; readonly url: string },
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'أكّد بريدك الإلكتروني',
          name,
          paragraphs: ['بقيت خطوة واحدة: أكّد أن هذا البريد الإلكتروني لك. الرابط صالح لمدة 48 ساعة.'],
          action: { label: 'تأكيد البريد الإلكتروني', url },
          note: 'وصلتك هذه الرسالة لأن هذا العنوان سُجّل في وصلة. إذا لم تكن أنت من سجّله، فتجاهلها.',
        }
      : {
          language,
          subject: 'Confirm your e-mail address',
          name,
          paragraphs: [
            'One step is left: confirm that this e-mail address is yours. The link is valid for 48 hours.',
          ],
          action: { label: 'Confirm the address', url },
          note: 'You receive this because the address was registered with Wasla. If that was not you, ignore it.',
        },
  )
}
