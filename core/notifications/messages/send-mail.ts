import type { Mailer } from '../../mail/create-mailer.ts'
import type { MailContent } from '../../mail/mail.ts'
import { renderMail } from '../../mail/render-mail.ts'
import type { DueMessage } from './claim-messages.ts'
import type { MessageSender } from './send-messages.ts'

const WORDS = {
  en: {
    open: 'Open',
    note: (organization: string) =>
      `You receive this as a member of ${organization}; choose what you receive in your notification settings.`,
    ifNotYou:
      'If this was you, there is nothing to do. If it was not, reset your password at once and end all sessions.',
    security: 'This is a notice about the security of your account; such notices are always sent.',
  },
  ar: {
    open: 'فتح',
    note: (organization: string) =>
      `وصلتك هذه الرسالة لأنك عضو في ${organization}؛ اختر ما يصلك من إعدادات الإشعارات.`,
    ifNotYou:
      'إذا كنت أنت من فعل ذلك، فلا حاجة إلى أي شيء. وإذا لم تكن أنت، فأعد تعيين كلمة مرورك فورًا وأغلق كل الجلسات.',
    security: 'هذا إشعار يخص أمان حسابك، وإشعارات الأمان تُرسل دائمًا.',
  },
} as const

export function createMailSender({
  mailer,
  origin,
}: {
  readonly mailer: Mailer
  readonly origin: string
}): MessageSender {
  return {
    channel: 'email',
    send: (message) => mailer.send({ to: message.email, ...notificationMail(message, origin) }),
  }
}

export function notificationMail(
  { language, title, body, link, name, organization, security }: DueMessage,
  origin: string,
): MailContent {
  const words = WORDS[language]
  const aboutAccount = organization === null
  return renderMail({
    language,
    subject: title,
    name,
    paragraphs: [...(body === '' ? [] : [body]), ...(aboutAccount ? [words.ifNotYou] : [])],
    action: link === null ? undefined : { label: words.open, url: `${origin}${link}` },
    note: security || organization === null ? words.security : words.note(organization),
  })
}
