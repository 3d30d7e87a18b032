import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

/** Lets a person who forgot their password choose a new one. */
export function resetPasswordMail(
  language: Language,
  { name, url }: { readonly name: string; readonly url: string },
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'إعادة تعيين كلمة المرور',
          name,
          paragraphs: [
            'طُلب تعيين كلمة مرور جديدة لحسابك. الرابط صالح لمدة ساعة ويُستخدم مرة واحدة، وبعد تغيير كلمة المرور تُغلق كل جلساتك المفتوحة.',
          ],
          action: { label: 'اختيار كلمة مرور جديدة', url },
          note: 'إذا لم تطلب ذلك، فتجاهل هذه الرسالة: كلمة مرورك لم تتغير.',
        }
      : {
          language,
          subject: 'Choose a new password',
          name,
          paragraphs: [
            'A new password was asked for your account. The link is valid for one hour and works once; changing the password signs you out everywhere.',
          ],
          action: { label: 'Choose a new password', url },
          note: 'If you did not ask for this, ignore the mail: your password has not changed.',
        },
  )
}
