import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Keyring } from '../encryption/keyring.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import type { Texter } from '../sms/create-texter.ts'
import type { RegistrationMode } from './registration/registration-mode.ts'
import type { SignInFailures } from './sign-in-failures.ts'

/** What the use cases of accounts need of the host. */
export interface AccountDependencies {
  readonly platform: PlatformDatabase
  readonly mailer: Mailer
  readonly texter: Texter
  readonly failures: SignInFailures
  readonly keyring: Keyring
  readonly registrationMode: RegistrationMode
  /** The origin people open in their browser; links in mails lead there, whatever a request's Host header says. */
  readonly origin: string
  readonly log: Logger
}

/** Part of a page's address that no server sees and no log keeps: where links in mails carry their token. */
export function linkTo({ origin }: Pick<AccountDependencies, 'origin'>, page: string, token: string): string {
  return `${origin}/admin/${page}#token=${token}`
}
