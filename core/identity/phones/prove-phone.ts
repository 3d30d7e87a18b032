import { invalid } from '@wasla/sdk'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { issueAccountToken } from '../accounts/account-token.ts'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { hashCode } from '../second-factor/send-code.ts'
import type { Session } from '../session.ts'
import { hashToken } from '../session-token.ts'
import { admitText, createCode, textCode } from './phone-code.ts'

const VALID_MINUTES = 10
const WRONG_CODES = 5

interface Proof {
  readonly number: string
  readonly hash: string
}

/** Sends a code to a phone; the one that is proven already stays until the new one is. */
export async function requestPhone(
  dependencies: AccountDependencies,
  session: Session,
  { number, currentPassword }: { readonly number: string; readonly currentPassword?: string },
): Promise<{ token: string; expiresAt: Date }> {
  const { platform, texter } = dependencies
  const person = await confirmIdentity(dependencies, session, currentPassword)
  await admitText(platform, { userId: person.id, number })
  const issued = await issueAccountToken(platform.asSystem, {
    purpose: 'verify-phone',
    userId: person.id,
    minutes: VALID_MINUTES,
  })
  const code = createCode()
  const proof: Proof = { number, hash: hashCode(issued.token, code) }
  await platform.asSystem('update platform.account_tokens set details = $2 where token_hash = $1', [
    hashToken(issued.token),
    JSON.stringify(proof),
  ])
  await textCode(texter, { number, language: person.language }, code)
  return issued
}

/**
 * The code that arrived makes the phone the person's.
 * @throws invalid `phone_code_wrong`
 */
export async function confirmPhone(
  dependencies: AccountDependencies,
  { principal }: Session,
  { token, code }: { readonly token: string; readonly code: string },
): Promise<void> {
  const { platform } = dependencies
  const userId = principal.id
  const proven = await platform.transaction(async (query) => {
    const [pending] = await query<{ details: Proof }>(
      `update platform.account_tokens set attempts = attempts + 1
       where token_hash = $1 and purpose = 'verify-phone' and user_id = $2 and expires_at > now() and attempts < ${WRONG_CODES}
       returning details`,
      [hashToken(token), userId],
    )
    if (pending?.details.hash !== hashCode(token, code)) return false
    await query(
      `insert into platform.phones (user_id, number) values ($1, $2)
       on conflict (user_id) do update set number = excluded.number, verified_at = now()`,
      [userId, pending.details.number],
    )
    await query('delete from platform.account_tokens where token_hash = $1', [hashToken(token)])
    await postSecurityNotice(query, { id: userId }, 'phone-changed')
    return true
  })
  if (proven) return
  throw invalid(
    'phone_code_wrong',
    'The code is not right, has expired, or was tried too often; enter it again, or ask for a new one.',
    { fields: [{ field: 'code', message: 'is not right' }] },
  )
}
