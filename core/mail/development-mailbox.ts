import type { PlatformDatabase } from '../database/data-access.ts'
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

/** Keeps mails instead of sending them, where all hosts of a database see them. */
export interface DevelopmentMailbox extends MailTransport {
  /** The newest first; those to one person when `to` is given. */
  list(to?: string): Promise<KeptMail[]>
  find(id: string): Promise<KeptMail | undefined>
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
  }
}
