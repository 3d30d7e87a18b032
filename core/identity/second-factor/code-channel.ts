import type { Mailer } from '../../mail/create-mailer.ts'
import type { Language } from '../../mail/mail.ts'
import { signInCodeMail } from '../../mail/templates/sign-in-code.ts'

export interface CodeRecipient {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly language: Language
}

/** A way to bring a one-time code to a person: e-mail, SMS, or one that a deployment adds. */
export interface CodeChannel {
  /** `email`, `sms` */
  readonly name: string
  /** Whether this person can be reached so. */
  reaches(userId: string): Promise<boolean>
  /** Refuses to send one code too many. @throws unavailable `too_many_attempts` (429) */
  admit?(userId: string): Promise<void>
  /** Hands the code over; a failure is logged, since the answer must not wait for it. */
  send(recipient: CodeRecipient, code: string): Promise<void>
}

export function createEmailChannel(mailer: Mailer): CodeChannel {
  return {
    name: 'email',
    reaches: async () => true,
    send: async ({ email, name, language }, code) =>
      mailer.post({ to: email, ...signInCodeMail(language, { name, code }) }),
  }
}
