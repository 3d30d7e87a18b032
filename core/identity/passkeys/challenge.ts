import { randomBytes } from 'node:crypto'
import type { PlatformQuery } from '../../database/data-access.ts'

const VALID_MINUTES = 5

/** A challenge to be answered once; without a person for a sign-in. */
export async function createChallenge(query: PlatformQuery, userId: string | null): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await query(
    `insert into platform.passkey_challenges (challenge, user_id, expires_at)
     values ($1, $2, now() + interval '${VALID_MINUTES} minutes')`,
    [challenge, userId],
  )
  return challenge
}

/** Whether a challenge was given out to this person (or, for a sign-in, to anyone) and is answered for the first time. */
export async function consumeChallenge(
  query: PlatformQuery,
  challenge: string,
  userId: string | null,
): Promise<boolean> {
  const [used] = await query(
    `delete from platform.passkey_challenges
     where challenge = $1 and user_id is not distinct from $2 and expires_at > now() returning challenge`,
    [challenge, userId],
  )
  return used !== undefined
}
