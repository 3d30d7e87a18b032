import { z } from 'zod'
import { setting } from './setting.ts'

/** How mail leaves the host. */
export const mail = z.object({
  smtpUrl: setting(
    {
      variable: 'SMTP_URL',
      description: 'The SMTP server that sends mails; in development they land at /dev/mailbox instead.',
      example: 'smtps://user:password@smtp.example.com:465',
      unset: 'no mail is sent',
      secret: 'url',
    },
    z
      .string()
      .refine(
        (url) => /^smtps?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''),
        'is not an address like smtp://user:password@host:587',
      )
      .optional(),
  ),
  from: setting(
    {
      variable: 'MAIL_FROM',
      description: 'Who mails are from.',
      example: 'Wasla <no-reply@example.com>',
      unset: '`Wasla <no-reply@localhost>`',
    },
    z
      .string()
      .regex(/^[^\r\n]*@[^\r\n]+$/, 'is not a mail address')
      .optional(),
  ),
})
