import { accountExistsMail, confirmRegistrationMail } from '../../mail/templates/registration.ts'
import { linkTo, type AccountDependencies } from '../account-dependencies.ts'
import { findPersonByEmail } from '../accounts/person.ts'
import { countAttempts } from '../attempt-counters.ts'
import { createToken, hashToken } from '../session-token.ts'
import type { NewOwner } from './create-organization-owner.ts'

const VALID_HOURS = 24
/** So that nobody fills somebody else's mailbox. */
const MAILS = { attempts: 5, minutes: 60 }

/** Mails the link that completes a registration, or, to somebody who has an account, that they have one. */
export async function mailRegistration(
  dependencies: Pick<AccountDependencies, 'platform' | 'mailer' | 'origin'>,
  { email, fullName, organizationName, passwordHash, language }: Omit<NewOwner, 'emailVerified'>,
): Promise<void> {
  const { platform, mailer, origin } = dependencies
  if ((await countAttempts(platform, [[`register-mail ${email}`, MAILS]])) > 0) return
  const person = await findPersonByEmail(platform, email)
  if (person !== undefined) {
    const links = { signIn: `${origin}/admin/sign-in`, forgot: `${origin}/admin/forgot-password` }
    mailer.post({ to: email, ...accountExistsMail(person.language, { name: person.name, ...links }) })
    return
  }
  const token = createToken()
  await platform.asSystem(
    `insert into platform.pending_registrations (token_hash, email, organization_name, full_name, password_hash, language, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(hours => ${VALID_HOURS}))`,
    [hashToken(token), email, organizationName, fullName, passwordHash, language],
  )
  const url = linkTo(dependencies, 'confirm-registration', token)
  mailer.post({ to: email, ...confirmRegistrationMail(language, { organizationName, url }) })
}
