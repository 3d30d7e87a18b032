import type { Language, MailContent } from '../mail/mail.ts'
import { renderMail } from '../mail/render-mail.ts'

export interface DisabledWebhook {
  readonly name: string
  readonly organization: string
  readonly url: string
  readonly reason: 'gone' | 'failing'
  /** Where webhooks are switched on again. */
  readonly page: string
}

/** Tells an owner that a webhook was switched off. */
export function webhookDisabledMail(
  language: Language,
  { name, organization, url, reason, page }: DisabledWebhook,
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: `أُوقف خطاف ويب في ${organization}`,
          name,
          paragraphs: [
            reason === 'gone'
              ? 'أجاب المستقبِل بأن هذا العنوان لم يعد موجودًا (410)، فأوقفنا الإرسال إليه:'
              : 'لم تصل أي رسالة إلى هذا العنوان منذ أيام، فأوقفنا الإرسال إليه:',
            url,
            'الأحداث التي تقع وهو متوقف لا تُرسل إليه. أصلح المستقبِل ثم شغّله من جديد، وأعد إرسال ما فشل.',
          ],
          action: { label: 'فتح خطافات الويب', url: page },
        }
      : {
          language,
          subject: `A webhook of ${organization} was switched off`,
          name,
          paragraphs: [
            reason === 'gone'
              ? 'The receiver answered that this address is gone (410), so nothing is sent there any more:'
              : 'No message has reached this address for days, so nothing is sent there any more:',
            url,
            'It is not told of events while it is off. Mend the receiver, switch the webhook on again, and send again what failed.',
          ],
          action: { label: 'Open webhooks', url: page },
        },
  )
}
