import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { PlatformRoutes } from '../http/server-options.ts'
import { createMailer, type Mailer } from '../mail/create-mailer.ts'
import { createDevelopmentMailbox } from '../mail/development-mailbox.ts'
import { mailboxRoutes } from '../mail/mailbox.routes.ts'
import { createTexter, type Texter } from '../sms/create-texter.ts'
import type { PlatformOptions } from './platform-options.ts'

/**
 * How this platform sends mails and texts. In development nothing leaves the host: they land in a mailbox at `/dev/mailbox`. In
 * production there is no such page, since whoever reads mails may take over accounts.
 */
export function createMail(
  { production, mail, sms }: Pick<PlatformOptions, 'production' | 'mail' | 'sms'>,
  platform: PlatformDatabase,
  log: Logger,
): { readonly mailer: Mailer; readonly texter: Texter; readonly routes: PlatformRoutes[] } {
  const mailbox = production ? undefined : createDevelopmentMailbox(platform)
  return {
    mailer: createMailer({
      smtpUrl: mail?.smtpUrl,
      from: mail?.from ?? 'Wasla <no-reply@localhost>',
      mailbox,
      log,
    }),
    texter: createTexter({ twilio: sms, mailbox: mailbox?.texts }),
    routes: mailbox === undefined ? [] : [(app) => mailboxRoutes(app, mailbox)],
  }
}
