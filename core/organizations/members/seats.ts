import { conflict } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'

/** Inside a change of the organization, after the member is there. @throws conflict `seats_taken` */
export async function assertSeat(query: PlatformQuery, organizationId: string): Promise<void> {
  const [seats] = await query<{ limit: number | null; taken: number }>(
    `select o.seat_limit as limit,
       (select count(*)::int from platform.memberships m where m.organization_id = o.id and m.status = 'active') as taken
     from platform.organizations o where o.id = $1`,
    [organizationId],
  )
  if (seats === undefined || seats.limit === null || seats.taken <= seats.limit) return
  throw conflict(
    'seats_taken',
    `The organization may have ${seats.limit} active members, and has them; remove one, or ask for more seats.`,
    { extra: { limit: seats.limit } },
  )
}
