import { conflict } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import { createToken, hashToken } from '../../identity/session-token.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import { INVITATION_DAYS, type InvitationDependencies } from './invitation-dependencies.ts'
import type { Invitation } from './invitation.schema.ts'
import { readInvitation } from './read-invitations.ts'
import { sendInvitation } from './send-invitation.ts'

/**
 * Sends an invitation again, with a new link and for its full time; the link sent before stops working.
 * @throws not-found `invitation_not_found`; conflict `invitation_closed`
 */
export async function resendInvitation(
  dependencies: InvitationDependencies,
  actor: Actor,
  id: string,
): Promise<Invitation> {
  const { organizationId, principal } = actor
  const token = createToken()
  const sent = await changeOrganization(dependencies.platform, changeBy(actor), async (query) => {
    await readInvitation(query, organizationId, id)
    const [row] = await query<{ email: string; language: 'ar' | 'en' }>(
      `update platform.invitations set token_hash = $3, sent_at = now(), expires_at = now() + make_interval(days => $4)
       where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning email, language`,
      [organizationId, id, hashToken(token), INVITATION_DAYS],
    )
    if (row !== undefined) return row
    throw conflict('invitation_closed', 'This invitation was accepted or revoked; invite the person anew.')
  })
  const inviterId = principal.kind === 'user' ? principal.id : null
  await sendInvitation(dependencies, { organizationId, inviterId, token, ...sent })
  return readInvitation(dependencies.platform.asSystem, organizationId, id)
}
