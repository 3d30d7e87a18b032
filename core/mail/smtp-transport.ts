import type { MailTransport } from './mail.ts'

const CONNECT_WITHIN = 10_000
const ANSWER_WITHIN = 20_000

/**
 * Hands mails to any SMTP server, over a few connections that stay open.
 * @param url `smtps://user:password@host:465`, or `smtp://…`, which upgrades to TLS where the server can
 */
export function createSmtpTransport(url: string): MailTransport {
  const open = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url,
      pool: true,
      connectionTimeout: CONNECT_WITHIN,
      greetingTimeout: CONNECT_WITHIN,
      socketTimeout: ANSWER_WITHIN,
    })
  }
  // With the first mail.
  let opening: ReturnType<typeof open> | undefined
  return {
    async deliver({ from, to, subject, html, text, language }) {
      const transport = await (opening ??= open())
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
    close: () => void opening?.then((transport) => transport.close()),
  }
}
