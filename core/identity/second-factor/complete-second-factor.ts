import { unauthenticated } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { completeSignIn, type CompletedSignIn, type SignInDependencies } from '../complete-sign-in.ts'
import type { Client } from '../stored-sessions.ts'
import { useBackupCode } from './backup-codes.ts'
import { countWrongCode, endPendingSignIn, holdPendingSignIn, type PendingSignIn } from './pending-sign-in.ts'
import { hashCode } from './send-code.ts'
import { useTotpCode } from './totp.ts'

export interface SecondFactorAnswer {
  readonly token: string
  /** `totp`, `backup-code`, or the channel the code came by. */
  readonly method: string
  readonly code: string
}

function isRight(
  query: PlatformQuery,
  { keyring }: Pick<AccountDependencies, 'keyring'>,
  { userId, details }: PendingSignIn,
  { token, method, code }: SecondFactorAnswer,
): Promise<boolean> | boolean {
  if (method === 'totp') return useTotpCode(query, keyring, userId, code)
  if (method === 'backup-code') return useBackupCode(query, userId, code)
  const { sentCode } = details
  return sentCode?.channel === method && sentCode.hash === hashCode(token, code.replaceAll(/\s/g, ''))
}

/**
 * Completes a sign-in by its second factor.
 * @throws unauthenticated `second_factor_wrong`, or `second_factor_expired` after too many wrong codes
 */
export async function completeSecondFactor(
  dependencies: AccountDependencies & SignInDependencies,
  answer: SecondFactorAnswer,
  client: Client,
): Promise<CompletedSignIn> {
  const { platform, failures } = dependencies
  const pending = await platform.transaction((query) => holdPendingSignIn(query, answer.token))
  // Whoever knows the password could begin anew for every five codes, so codes are counted for the account, too.
  const attempt = { account: `second-factor:${pending.userId}`, address: client.address }
  await failures.begin(attempt)
  const right = await platform.transaction(async (query) => {
    const held = await holdPendingSignIn(query, answer.token)
    if (await isRight(query, dependencies, held, answer)) {
      await endPendingSignIn(query, answer.token)
      return true
    }
    await countWrongCode(query, answer.token)
    return false
  })
  if (!right) {
    throw unauthenticated(
      'second_factor_wrong',
      'The code is not right, was used already, or has expired; wait for the next one.',
    )
  }
  await failures.succeed(attempt)
  const outcome = await completeSignIn(
    dependencies,
    { userId: pending.userId, ...pending.details, secondFactor: true },
    client,
  )
  if ('answer' in outcome) return outcome
  throw new Error('A second factor was asked for twice')
}
