import { forbidden } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'

/** Who changes something about an organization, for the audit trail. */
export interface OrganizationChange {
  readonly organizationId: string
  readonly actorId: string
  readonly requestId: string
  /** The role by which a member may do it. */
  readonly role?: string
}

export function changeBy({ organizationId, principal, request, role }: Actor): OrganizationChange {
  const change = { organizationId, actorId: principal.id, requestId: request.requestId }
  return principal.kind === 'user' ? { ...change, role } : change
}

/**
 * Changes something about an organization in one transaction. Changes of one organization wait for each other, so that what
 * they look at, its owners or its seats, stays as it is until they are done.
 * @throws forbidden `role_changed` when the member who asked for it has lost their role while they waited
 */
export function changeOrganization<Result>(
  platform: PlatformDatabase,
  { organizationId, actorId, requestId, role }: OrganizationChange,
  work: (query: PlatformQuery) => Promise<Result>,
): Promise<Result> {
  return platform.transaction(async (query) => {
    await query(
      `select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true), set_config('app.request_id', $3, true)`,
      [organizationId, actorId, requestId],
    )
    await query('select from platform.organizations where id = $1 for no key update', [organizationId])
    if (role !== undefined) await assertStill(query, organizationId, actorId, role)
    return work(query)
  })
}

async function assertStill(
  query: PlatformQuery,
  organizationId: string,
  userId: string,
  role: string,
): Promise<void> {
  const still = await query(
    `select 1 from platform.memberships where organization_id = $1 and user_id = $2 and role = $3 and status = 'active'`,
    [organizationId, userId, role],
  )
  if (still.length > 0) return
  throw forbidden(
    'role_changed',
    'Your role in the organization has just changed, so nothing was done; load the page again.',
  )
}
