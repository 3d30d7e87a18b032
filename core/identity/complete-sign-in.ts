import { forbidden } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { SignedIn } from './auth.schema.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from './membership.view.ts'
import { postSecurityNotice } from '../notifications/security-notices.ts'
import { deviceName, isKnownDevice } from './sessions/known-device.ts'
import { beginSecondFactor, type PendingSecondFactor } from './second-factor/pending-sign-in.ts'
import type { CodeChannel } from './second-factor/code-channel.ts'
import { issueSession, type Client, type IssuedSession } from './stored-sessions.ts'

/** Somebody whose first factor is proven. */
export interface ProvenPerson {
  readonly userId: string
  /** The first one they joined when it is not given. */
  readonly organizationId?: string
  /** `password`, `passkey`, or the provider that vouched. */
  readonly method: string
  /** Whether a second factor is proven, too. */
  readonly secondFactor: boolean
  /** Somebody guessed at the account before. */
  readonly afterFailures?: boolean
}

export interface CompletedSignIn {
  readonly answer: SignedIn
  readonly cookie: IssuedSession['cookie']
}

export type SignInOutcome = CompletedSignIn | { readonly secondFactor: PendingSecondFactor }

export interface SignInDependencies {
  readonly platform: PlatformDatabase
  readonly channels: readonly CodeChannel[]
}

interface Membership extends MembershipRow {
  readonly secondFactorRequired: boolean
  readonly hasSecondFactor: boolean
}

async function findMembership(
  platform: PlatformDatabase,
  { userId, organizationId, method }: ProvenPerson,
): Promise<Membership> {
  const [membership] = await platform.asSystem<Membership>(
    `select ${MEMBERSHIP}, o.second_factor_required as "secondFactorRequired",
       exists (select from platform.totp_secrets t where t.user_id = u.id and t.confirmed_at is not null)
         or exists (select from platform.phones t where t.user_id = u.id and t.second_factor) as "hasSecondFactor"
     ${FROM_MEMBERSHIP}
     where m.user_id = $1 and o.status = 'active' and m.status = 'active' and u.suspended_at is null
       -- An organization's own provider opens that organization, whatever else the person belongs to.
       and ($3 not like 'sso:%' or exists (
         select from platform.sign_in_providers p where p.organization_id = o.id and 'sso:' || p.id = $3))
       and ($2::uuid is null or o.id = $2)
     order by m.created_at, o.id limit 1`,
    [userId, organizationId ?? null, method],
  )
  if (membership !== undefined) return membership
  throw forbidden(
    'not_a_member',
    'You are not a member of this organization, or it is suspended; ask its owner.',
  )
}

/**
 * Gives a person their session, or, where a second factor is still to come, what they continue with: that is no session.
 * @throws forbidden `not_a_member`
 */
export async function completeSignIn(
  { platform, channels }: SignInDependencies,
  person: ProvenPerson,
  client: Client,
): Promise<SignInOutcome> {
  const { user, organization, secondFactorRequired, hasSecondFactor } = await findMembership(platform, person)
  const { userId, method, secondFactor } = person
  if (!secondFactor && (secondFactorRequired || hasSecondFactor)) {
    return {
      secondFactor: await beginSecondFactor(platform, channels, {
        userId,
        organizationId: organization.id,
        method,
        afterFailures: person.afterFailures,
      }),
    }
  }
  const session = await platform.transaction(async (query) => {
    const details = { device: deviceName(client.userAgent), address: client.address ?? '?' }
    if (person.afterFailures === true)
      await postSecurityNotice(query, { id: userId }, 'signed-in-after-failures', details)
    else if (!(await isKnownDevice(query, userId, client)))
      await postSecurityNotice(query, { id: userId }, 'signed-in', details)
    return issueSession(query, { userId, organizationId: organization.id }, client, { method, secondFactor })
  })
  return { answer: { user, organization, ...session.tokens }, cookie: session.cookie }
}
