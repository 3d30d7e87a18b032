import type { Access } from '../../access/access.ts'
import { assertMayGiveRole } from '../../access/roles/assert-may-grant.ts'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformQuery } from '../../database/data-access.ts'

/**
 * Whoever decides about a member needs to be able to give what the member has. A role that is gone grants nothing, so anybody
 * who may write members decides about who holds it.
 * @throws forbidden `owners_only`, `grant_exceeds_own`
 */
export async function assertMayDecide(
  query: PlatformQuery,
  access: Access,
  actor: Actor,
  role: string,
): Promise<void> {
  const [custom] = await query<{ permissions: string[] }>(
    'select permissions from platform.roles where organization_id = $1 and key = $2',
    [actor.organizationId, role],
  )
  assertMayGiveRole(actor, role, custom?.permissions ?? null, access.roles.catalog)
}
