import { setTimeout as wait } from 'node:timers/promises'
import { unavailable, type Logger } from '@wasla/sdk'
import type { Mail, MailTransport } from './mail.ts'
import { createSmtpTransport } from './smtp-transport.ts'

export interface MailerOptions {
  /** `smtp://` or `smtps://`. Without it mails go to `mailbox`. */
  readonly smtpUrl?: string
  /** Who mails are from: `Wasla <no-reply@example.com>`. */
  readonly from: string
  /** Takes mails in development, also where an SMTP server is configured. */
  readonly mailbox?: MailTransport
  readonly log: Logger
  /** Milliseconds before each further attempt of `post`. */
  readonly retryAfter?: readonly number[]
}

export interface Mailer {
  /**
   * Resolves when the mail is on its way.
   * @throws unavailable `mail_not_configured` where neither an SMTP server nor a mailbox takes mails
   * @throws unavailable `mail_not_sent` when the server refuses it, or cannot be reached
   */
  send(mail: Mail): Promise<void>
  /**
   * Sends in the background, with further attempts; failure is logged. For answers whose time must not tell whether a mail
   * was sent.
   */
  post(mail: Mail): void
  /** Waits a little for what is under way. */
  close(): Promise<void>
}

const RETRY_AFTER = [2_000, 15_000, 60_000] as const
const CLOSE_WITHIN = 5_000

export function createMailer(options: MailerOptions): Mailer {
  const { log, retryAfter = RETRY_AFTER } = options
  const transport =
    options.mailbox ?? (options.smtpUrl === undefined ? undefined : createSmtpTransport(options.smtpUrl))
  const posted = new Set<Promise<void>>()
  const closing = new AbortController()

  async function send(mail: Mail): Promise<void> {
    if (transport === undefined) {
      throw unavailable(
        'mail_not_configured',
        'This host has no mail server, so the mail was not sent; an operator sets SMTP_URL.',
      )
    }
    try {
      await transport.deliver({ ...mail, from: options.from })
    } catch (error) {
      throw unavailable('mail_not_sent', 'The mail server did not take the mail; try again later.', {
        cause: error,
      })
    }
  }

  async function sendStubbornly(mail: Mail): Promise<void> {
    if (transport === undefined) {
      log.warn(
        { subject: mail.subject },
        'This host has no mail server, so a mail was not sent; set SMTP_URL',
      )
      return
    }
    for (const pause of [...retryAfter, undefined]) {
      try {
        await send(mail)
        return
      } catch (error) {
        // The recipient's address stays out of the log.
        if (pause === undefined || closing.signal.aborted) {
          log.error({ err: error, subject: mail.subject }, 'A mail could not be sent')
          return
        }
        await wait(pause, undefined, { signal: closing.signal }).catch(() => undefined)
      }
    }
  }

  return {
    send,
    post(mail) {
      const sending = sendStubbornly(mail).finally(() => posted.delete(sending))
      posted.add(sending)
    },
    async close() {
      closing.abort()
      const late = wait(CLOSE_WITHIN, undefined, { ref: false })
      await Promise.race([Promise.all(posted), late])
      transport?.close()
    },
  }
}
