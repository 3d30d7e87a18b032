import { forbidden } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { SignedIn } from './auth.schema.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from './membership.view.ts'
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
  readonly hasTotp: boolean
}

async function findMembership(
  platform: PlatformDatabase,
  { userId, organizationId, method }: ProvenPerson,
): Promise<Membership> {
  const [membership] = await platform.asSystem<Membership>(
    `select ${MEMBERSHIP}, o.second_factor_required as "secondFactorRequired",
       exists (select from platform.totp_secrets t where t.user_id = u.id and t.confirmed_at is not null) as "hasTotp"
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
  const { user, organization, secondFactorRequired, hasTotp } = await findMembership(platform, person)
  const { userId, method, secondFactor } = person
  if (!secondFactor && (secondFactorRequired || hasTotp)) {
    return {
      secondFactor: await beginSecondFactor(platform, channels, {
        userId,
        organizationId: organization.id,
        method,
      }),
    }
  }
  const session = await issueSession(platform.asSystem, { userId, organizationId: organization.id }, client, {
    method,
    secondFactor,
  })
  return { answer: { user, organization, ...session.tokens }, cookie: session.cookie }
}
