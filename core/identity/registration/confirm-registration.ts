import { conflict, invalid } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { CompletedSignIn } from '../complete-sign-in.ts'
import { verifyPassword } from '../password.ts'
import { hashToken } from '../session-token.ts'
import type { Client } from '../stored-sessions.ts'
import { createOrganizationOwner, type NewOwner } from './create-organization-owner.ts'

interface Pending extends Omit<NewOwner, 'emailVerified'> {
  readonly passwordHash: string
}

const linkInvalid = () =>
  invalid('token_invalid', 'This link was used already, has expired or is incomplete; register again.')

/**
 * Completes a registration by the link that was mailed. Whoever opens it gives the password of the registration, too: a
 * stranger who registered somebody else's address would otherwise know the password of the account that its owner confirms.
 * @throws invalid `token_invalid`, `password_wrong`; conflict `email_taken`
 */
export async function confirmRegistration(
  { platform, failures }: Pick<AccountDependencies, 'platform' | 'failures'>,
  { token, password }: { readonly token: string; readonly password: string },
  client: Client,
): Promise<CompletedSignIn> {
  const [pending] = await platform.asSystem<Pending>(
    `select organization_name as "organizationName", full_name as "fullName", email, password_hash as "passwordHash", language
     from platform.pending_registrations where token_hash = $1 and expires_at > now()`,
    [hashToken(token)],
  )
  if (pending === undefined) throw linkInvalid()
  const attempt = { account: `registration:${pending.email}`, address: client.address }
  await failures.begin(attempt)
  if (!(await verifyPassword(pending.passwordHash, password))) {
    throw invalid(
      'password_wrong',
      'This is not the password of the registration; enter it, or register again.',
      {
        fields: [{ field: 'password', message: 'is not right' }],
      },
    )
  }
  await failures.succeed(attempt)
  return platform.transaction(async (query) => {
    const [used] = await query(
      'delete from platform.pending_registrations where token_hash = $1 and expires_at > now() returning 1',
      [hashToken(token)],
    )
    if (used === undefined) throw linkInvalid()
    const signIn = await createOrganizationOwner(query, { ...pending, emailVerified: true }, client)
    if (signIn === undefined)
      throw conflict('email_taken', 'An account with this e-mail exists by now; sign in with it.')
    return signIn
  })
}
