import { createTransport } from 'nodemailer'
import type { MailTransport } from './mail.ts'

const CONNECT_WITHIN = 10_000
const ANSWER_WITHIN = 20_000

/**
 * Hands mails to any SMTP server, over a few connections that stay open.
 * @param url `smtps://user:password@host:465`, or `smtp://…`, which upgrades to TLS where the server can
 */
export function createSmtpTransport(url: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    connectionTimeout: CONNECT_WITHIN,
    greetingTimeout: CONNECT_WITHIN,
    socketTimeout: ANSWER_WITHIN,
  })
  return {
    async deliver({ from, to, subject, html, text, language }) {
      await transport.sendMail({
        from,
        to,
        subject,
        html,
        text,
        headers: {
          'Content-Language': language,
          // Keeps holiday answers away.
          'Auto-Submitted': 'auto-generated',
        },
      })
    },
    close: () => transport.close(),
  }
}
