import { invalid, WaslaError } from '@wasla/sdk'
import { readPerson } from '../accounts/person.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { createCode } from '../phones/phone-code.ts'
import { hashToken } from '../session-token.ts'
import type { CodeChannel } from './code-channel.ts'
import { holdPendingSignIn, methodsOf, rememberSentCode } from './pending-sign-in.ts'

const MOST_CODES = 3

/** Without the token, which the database does not have, a hash tells nothing of its six digits. */
export const hashCode = (token: string, code: string): string =>
  hashToken(`${token} ${code}`).toString('base64')

/**
 * Sends a one-time code for a pending sign-in; an earlier code stops working.
 * @throws invalid `second_factor_method`
 * @throws unavailable `too_many_attempts` (429)
 */
export async function sendCode(
  { platform, log }: Pick<AccountDependencies, 'platform' | 'log'>,
  channels: readonly CodeChannel[],
  { token, channel: name }: { readonly token: string; readonly channel: string },
): Promise<void> {
  const code = createCode()
  const channel = channels.find((each) => each.name === name)
  const userId = await platform.transaction(async (query) => {
    const pending = await holdPendingSignIn(query, token)
    if (!(await methodsOf(platform, channels, pending.userId)).includes(name)) {
      throw invalid('second_factor_method', 'A code cannot be sent this way to this account; choose another.')
    }
    await channel?.admit?.(pending.userId)
    const sent = (pending.details.sent ?? 0) + 1
    if (sent > MOST_CODES) {
      throw new WaslaError(
        'unavailable',
        'too_many_attempts',
        'Enough codes were sent for this sign-in; use the last one, or sign in again from the start.',
      )
    }
    await rememberSentCode(query, token, {
      ...pending.details,
      sent,
      sentCode: { hash: hashCode(token, code), channel: name },
    })
    return pending.userId
  })
  const person = await readPerson(platform, userId)
  channel
    ?.send({ userId, email: person.email, name: person.name, language: person.language }, code)
    .catch((error: unknown) => log.error({ err: error, channel: name }, 'A sign-in code could not be sent'))
}
