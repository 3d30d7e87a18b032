import { invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { verifyEmailMail } from '../../mail/templates/verify-email.ts'
import { linkTo, type AccountDependencies } from '../account-dependencies.ts'
import { consumeAccountToken, issueAccountToken } from './account-token.ts'
import type { Person } from './person.ts'

const VALID_MINUTES = 48 * 60

/** Mails a link that proves that the address is the person's; does nothing when that is proven. */
export async function requestVerification(
  dependencies: Pick<AccountDependencies, 'platform' | 'mailer' | 'origin'>,
  person: Pick<Person, 'id' | 'email' | 'name' | 'language' | 'emailVerified'>,
): Promise<void> {
  if (person.emailVerified) return
  const { token } = await issueAccountToken(dependencies.platform.asSystem, {
    purpose: 'verify-email',
    userId: person.id,
    minutes: VALID_MINUTES,
    details: { email: person.email },
  })
  const url = linkTo(dependencies, 'verify-email', token)
  dependencies.mailer.post({
    to: person.email,
    ...verifyEmailMail(person.language, { name: person.name, url }),
  })
}

/** @throws invalid `token_invalid` */
export async function verifyEmail(platform: PlatformDatabase, token: string): Promise<void> {
  await platform.transaction(async (query) => {
    const { userId, details } = await consumeAccountToken<{ email: string }>(query, 'verify-email', token)
    const [verified] = await query(
      `update platform.users set email_verified_at = coalesce(email_verified_at, now())
       where id = $1 and email = $2 returning id`,
      [userId, details.email],
    )
    if (verified === undefined) {
      throw invalid(
        'token_invalid',
        'The account has another e-mail address by now; ask for a new link there.',
      )
    }
  })
}
