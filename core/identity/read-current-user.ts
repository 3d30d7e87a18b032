import { unauthenticated } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { CurrentUser } from './auth.schema.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from './membership.view.ts'

/** The signed-in person in their organization. */
export async function readCurrentUser(
  platform: PlatformDatabase,
  organizationId: string,
  userId: string,
): Promise<CurrentUser> {
  const [member] = await platform.asSystem<MembershipRow>(
    `select ${MEMBERSHIP} ${FROM_MEMBERSHIP} where m.organization_id = $1 and m.user_id = $2`,
    [organizationId, userId],
  )
  if (member === undefined)
    throw unauthenticated('unauthenticated', 'The account does not exist any more; sign in again.')
  return member
}
