import type { PlatformOptions } from '@wasla/core'
import type { Config } from '../config/config.schema.ts'
import { StartError } from '../start-error.ts'

/**
 * Addresses are proven first wherever mails go out to real people. Without a mail server nobody could register, so a trial
 * host begins at once, and `wasla doctor` says what that lets people learn.
 * @throws StartError `registration_needs_mail`
 */
export function registrationMode({ accounts, mail, runtime }: Config): PlatformOptions['registration'] {
  const mailsGoOut = runtime.mode === 'production' && mail.smtpUrl !== undefined
  if (accounts.registration === 'verified' && runtime.mode === 'production' && !mailsGoOut) {
    throw new StartError(
      'registration_needs_mail',
      'REGISTRATION is verified but SMTP_URL is unset, so nobody could complete a registration; set SMTP_URL, or leave REGISTRATION unset.',
    )
  }
  return accounts.registration ?? (mailsGoOut ? 'verified' : 'immediate')
}
