import { conflict } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import { readInvitation } from './read-invitations.ts'

/** @throws not-found `invitation_not_found`; conflict `invitation_closed` */
export function revokeInvitation(platform: PlatformDatabase, actor: Actor, id: string): Promise<void> {
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    await readInvitation(query, organizationId, id)
    const revoked = await query(
      `update platform.invitations set revoked_at = now()
       where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning id`,
      [organizationId, id],
    )
    if (revoked.length === 0)
      throw conflict('invitation_closed', 'This invitation was accepted or revoked already.')
  })
}
