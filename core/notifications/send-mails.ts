import type { PlatformDatabase } from '../database/data-access.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import type { Language } from '../mail/mail.ts'
import { renderMail } from '../mail/render-mail.ts'

export interface SendDependencies {
  readonly platform: PlatformDatabase
  readonly mailer: Mailer
  /** Where links lead. */
  readonly origin: string
}

interface DueMail {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly organization: string
  readonly language: Language
  readonly title: string
  readonly body: string
  readonly link: string | null
}

const BATCH = 20
const ATTEMPTS = 8

const WORDS = {
  en: {
    open: 'Open',
    note: (organization: string) =>
      `You receive this as a member of ${organization}; choose what you receive in your notification settings.`,
  },
  ar: {
    open: 'فتح',
    note: (organization: string) =>
      `وصلتك هذه الرسالة لأنك عضو في ${organization}؛ اختر ما يصلك من إعدادات الإشعارات.`,
  },
} as const

/** Sends what is due. A mail that is not taken comes again, later each time; at most one is sent twice when a host dies. */
export async function sendMails(
  { platform, mailer, origin }: SendDependencies,
  onError: (error: unknown) => void,
): Promise<void> {
  const due = await platform.asSystem<DueMail>(
    `update platform.notification_mails m set attempts = m.attempts + 1, not_before = now() + 30 * 2 ^ m.attempts * interval '1 s'
     from platform.users u, platform.organizations o
     where u.id = m.user_id and o.id = m.organization_id and m.id in (
       select id from platform.notification_mails where not_before <= now() and attempts < $2 order by not_before limit $1 for update skip locked)
     returning m.id, u.email, u.full_name as name, o.name as organization, m.language, m.title, m.body, m.link`,
    [BATCH, ATTEMPTS],
  )
  for (const { id, email, name, organization, language, title, body, link } of due) {
    const words = WORDS[language]
    const action = link === null ? undefined : { label: words.open, url: `${origin}${link}` }
    try {
      await mailer.send({
        to: email,
        ...renderMail({
          language,
          subject: title,
          name,
          paragraphs: [body],
          action,
          note: words.note(organization),
        }),
      })
      await platform.asSystem('delete from platform.notification_mails where id = $1', [id])
    } catch (error) {
      onError(error)
    }
  }
}
