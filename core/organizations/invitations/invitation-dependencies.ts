import type { Access } from '../../access/access.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Mailer } from '../../mail/create-mailer.ts'

export interface InvitationDependencies {
  readonly platform: PlatformDatabase
  readonly access: Access
  readonly mailer: Mailer
  /** The origin people open in their browser; links in mails lead there. */
  readonly origin: string
}

/** How long an invitation can be accepted. */
export const INVITATION_DAYS = 7
