import { conflict, forbidden } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformQuery } from '../../database/data-access.ts'

/** Inside a change of the organization. @throws conflict `last_owner` when nobody would own it any more */
export async function assertOwnerRemains(query: PlatformQuery, organizationId: string): Promise<void> {
  const owners = await query(
    `select 1 from platform.memberships m join platform.users u on u.id = m.user_id
     where m.organization_id = $1 and m.role = 'owner' and m.status = 'active' and u.suspended_at is null limit 1`,
    [organizationId],
  )
  if (owners.length > 0) return
  throw conflict(
    'last_owner',
    'This is the last owner, without whom nobody could decide about the organization; make somebody else an owner first.',
  )
}

/** @throws forbidden `owners_only` */
export function assertOwner({ role }: Pick<Actor, 'role'>): void {
  if (role === 'owner') return
  throw forbidden('owners_only', 'Only an owner of the organization may do this; ask one of them.')
}
