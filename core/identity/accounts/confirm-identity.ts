import { forbidden, invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { verifyPassword } from '../password.ts'
import type { Session } from '../session.ts'
import { readPerson, type Person } from './person.ts'

const FRESH_MINUTES = 15

/**
 * Before an account is changed: it is really its owner who acts, not somebody at their open browser. They give the password, or,
 * having none, signed in a moment ago.
 * @throws invalid `password_wrong`
 * @throws forbidden `sign_in_again`
 */
export async function confirmIdentity(
  { platform, failures }: Pick<AccountDependencies, 'platform' | 'failures'>,
  session: Session,
  password: string | undefined,
): Promise<Person> {
  const person = await readPerson(platform, session.principal.id)
  await assertOwnAccount(platform, session)
  if (person.passwordHash === null) {
    const [fresh] = await platform.asSystem(
      `select 1 from platform.sessions where id = $1 and created_at > now() - interval '${FRESH_MINUTES} minutes'`,
      [session.sessionId],
    )
    if (fresh !== undefined) return person
    throw forbidden(
      'sign_in_again',
      `This needs a sign-in of the last ${FRESH_MINUTES} minutes; sign in again and repeat it.`,
    )
  }
  const attempt = { account: person.email, address: `session ${session.sessionId}` }
  await failures.begin(attempt)
  if (password !== undefined && (await verifyPassword(person.passwordHash, password))) {
    await failures.succeed(attempt)
    return person
  }
  throw invalid('password_wrong', 'The password is not right; enter the one you sign in with now.', {
    fields: [{ field: 'currentPassword', message: 'is not right' }],
  })
}

/** Whoever an organization's own provider vouched for may not change what opens other organizations, too. */
async function assertOwnAccount(
  platform: PlatformDatabase,
  { sessionId, principal }: Session,
): Promise<void> {
  const [shared] = await platform.asSystem(
    `select 1 from platform.sessions s where s.id = $1 and s.method like 'sso:%'
       and (select count(*) from platform.memberships m where m.user_id = $2) > 1`,
    [sessionId, principal.id],
  )
  if (shared === undefined) return
  throw forbidden(
    'sign_in_again',
    'Your organization’s sign-in does not change an account that belongs to other organizations, too; sign in with your password or a passkey.',
  )
}
