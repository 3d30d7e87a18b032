import type { PlatformDatabase } from '../database/data-access.ts'
import type { TextTransport } from '../sms/text-message.ts'
import type { Language, MailTransport } from './mail.ts'

const KEPT = 500

export interface KeptMail {
  readonly id: string
  readonly sentAt: Date
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly language: Language
}

export interface KeptText {
  readonly id: string
  readonly sentAt: Date
  readonly to: string
  readonly text: string
  readonly language: Language
}

/** Keeps mails and texts to phones instead of sending them, where all hosts of a database see them. */
export interface DevelopmentMailbox extends MailTransport {
  /** The newest first; those to one person when `to` is given. */
  list(to?: string): Promise<KeptMail[]>
  find(id: string): Promise<KeptMail | undefined>
  readonly texts: TextTransport
  /** The newest first; those to one number when `to` is given. */
  listTexts(to?: string): Promise<KeptText[]>
}

const COLUMNS = `id, sent_at as "sentAt", sender as "from", recipient as "to", subject, html, plain_text as text, language`

export function createDevelopmentMailbox(platform: PlatformDatabase): DevelopmentMailbox {
  return {
    async deliver({ from, to, subject, html, text, language }) {
      await platform.asSystem(
        `with kept as (
           insert into platform.development_mails (sender, recipient, subject, html, plain_text, language)
           values ($1, $2, $3, $4, $5, $6)
         )
         delete from platform.development_mails
         where id < (select id from platform.development_mails order by id desc offset $7 limit 1)`,
        [from, to, subject, html, text, language, KEPT],
      )
    },
    close: () => undefined,
    list: (to) =>
      platform.asSystem<KeptMail>(
        `select ${COLUMNS} from platform.development_mails where $1::text is null or recipient = $1 order by id desc limit 100`,
        [to ?? null],
      ),
    async find(id) {
      const [mail] = await platform.asSystem<KeptMail>(
        `select ${COLUMNS} from platform.development_mails where id = $1`,
        [id],
      )
      return mail
    },
    texts: {
      async deliver({ to, text, language }) {
        await platform.asSystem(
          `with kept as (insert into platform.development_texts (recipient, body, language) values ($1, $2, $3))
           delete from platform.development_texts
           where id < (select id from platform.development_texts order by id desc offset $4 limit 1)`,
          [to, text, language, KEPT],
        )
      },
    },
    listTexts: (to) =>
      platform.asSystem<KeptText>(
        `select id, sent_at as "sentAt", recipient as "to", body as text, language from platform.development_texts
         where $1::text is null or recipient = $1 order by id desc limit 100`,
        [to ?? null],
      ),
  }
}
