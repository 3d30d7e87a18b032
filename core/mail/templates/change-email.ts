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
            `طُلب تغيير البريد الإلكتروني لحسابك إلى \u2066${newEmail}\u2069. لا يحدث التغيير إلا بعد التأكيد من العنوانين. الرابط صالح لمدة 24 ساعة.`,
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
            `أكّد أن \u2066${newEmail}\u2069 عنوانك ليصبح بريد حسابك في وصلة. لا يحدث التغيير إلا بعد التأكيد من العنوانين. الرابط صالح لمدة 24 ساعة.`,
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
