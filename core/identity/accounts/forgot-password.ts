import { resetPasswordMail } from '../../mail/templates/reset-password.ts'
import { linkTo, type AccountDependencies } from '../account-dependencies.ts'
import { issueAccountToken } from './account-token.ts'
import { findPersonByEmail } from './person.ts'

const VALID_MINUTES = 60
/** So that nobody fills somebody else's mailbox. */
const PAUSE_MINUTES = 1

/** Mails a link to choose a new password, if there is such an account. The caller learns nothing, and need not wait. */
export async function forgotPassword(
  dependencies: Pick<AccountDependencies, 'platform' | 'mailer' | 'origin'>,
  email: string,
): Promise<void> {
  const { platform, mailer } = dependencies
  const person = await findPersonByEmail(platform, email)
  if (person === undefined) return
  const [recent] = await platform.asSystem(
    `select 1 from platform.account_tokens
     where user_id = $1 and purpose = 'reset-password' and created_at > now() - interval '${PAUSE_MINUTES} minutes'`,
    [person.id],
  )
  if (recent !== undefined) return
  const { token } = await issueAccountToken(platform.asSystem, {
    purpose: 'reset-password',
    userId: person.id,
    minutes: VALID_MINUTES,
    details: { email },
  })
  const url = linkTo(dependencies, 'reset-password', token)
  mailer.post({ to: person.email, ...resetPasswordMail(person.language, { name: person.name, url }) })
}
