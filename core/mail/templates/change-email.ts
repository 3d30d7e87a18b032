import { leftToRight } from '../direction.ts'
import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

interface EmailChange {
  readonly name: string
  readonly newEmail: string
  readonly url: string
}

/** To the present address: is the change wanted? */
export function approveEmailChangeMail(
  language: Language,
  { name, newEmail, url }: EmailChange,
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'هل تريد تغيير بريدك الإلكتروني؟',
          name,
          paragraphs: [
            `طُلب تغيير البريد الإلكتروني لحسابك إلى ${leftToRight(newEmail)}. لا يحدث التغيير إلا بعد التأكيد من العنوانين. الرابط صالح لمدة 24 ساعة.`,
          ],
          action: { label: 'الموافقة على التغيير', url },
          note: 'إذا لم تطلب ذلك، فلا توافق، وغيّر كلمة مرورك.',
        }
      : {
          language,
          subject: 'Do you want to change your e-mail address?',
          name,
          paragraphs: [
            `Your account is to get the e-mail address ${newEmail}. Nothing changes until both addresses confirm it. The link is valid for 24 hours.`,
          ],
          action: { label: 'Approve the change', url },
          note: 'If you did not ask for this, do not approve it, and change your password.',
        },
  )
}

/** To the new address: is it theirs? */
export function confirmNewEmailMail(language: Language, { name, newEmail, url }: EmailChange): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'أكّد بريدك الإلكتروني الجديد',
          name,
          paragraphs: [
            `أكّد أن ${leftToRight(newEmail)} عنوانك ليصبح بريد حسابك في وصلة. لا يحدث التغيير إلا بعد التأكيد من العنوانين. الرابط صالح لمدة 24 ساعة.`,
          ],
          action: { label: 'تأكيد العنوان الجديد', url },
          note: 'إذا لم تطلب ذلك، فتجاهل هذه الرسالة.',
        }
      : {
          language,
          subject: 'Confirm your new e-mail address',
          name,
          paragraphs: [
            `Confirm that ${newEmail} is yours, to make it the address of your Wasla account. Nothing changes until both addresses confirm it. The link is valid for 24 hours.`,
          ],
          action: { label: 'Confirm the new address', url },
          note: 'If you did not ask for this, ignore the mail.',
        },
  )
}

/** To the owner of an account whose address somebody else wants for theirs. */
export function emailInUseMail(language: Language, { name }: { readonly name: string }): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'طُلب استخدام بريدك لحساب آخر',
          name,
          paragraphs: [
            'أراد أحدهم أن يجعل هذا العنوان بريدًا لحساب آخر، ولك به حساب بالفعل، فلن يحدث شيء. إذا كنت أنت، فاستخدم هذا الحساب أو غيّر بريده أولًا.',
          ],
          note: 'إذا لم تكن أنت، فلا حاجة إلى أي شيء: لم يعلم أحد بوجود حسابك.',
        }
      : {
          language,
          subject: 'Your address was asked for by another account',
          name,
          paragraphs: [
            'Somebody wanted this e-mail address for another account, and you have an account with it, so nothing will change. If it was you, use this account, or change its address first.',
          ],
          note: 'If it was not you, there is nothing to do: nobody learned that you have an account.',
        },
  )
}
