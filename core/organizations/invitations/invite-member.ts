import { conflict } from '@wasla/sdk'
import { assertMayGiveRole } from '../../access/roles/assert-may-grant.ts'
import { requireRole } from '../../access/roles/known-role.ts'
import type { Actor } from '../../contexts/actor.ts'
import { createToken, hashToken } from '../../identity/session-token.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import { INVITATION_DAYS, type InvitationDependencies } from './invitation-dependencies.ts'
import type { Invitation, NewInvitation } from './invitation.schema.ts'
import { readInvitation } from './read-invitations.ts'
import { sendInvitation } from './send-invitation.ts'

/**
 * Invites a person by e-mail. An earlier invitation of theirs that expired gives way.
 * @throws conflict `member_already`, `invited_already`; invalid `role_unknown`; forbidden `owners_only`, `grant_exceeds_own`
 */
export async function inviteMember(
  dependencies: InvitationDependencies,
  actor: Actor,
  { email, role, language }: NewInvitation,
): Promise<Invitation> {
  const { platform, access } = dependencies
  const { organizationId, principal } = actor
  const inviterId = principal.kind === 'user' ? principal.id : null
  const token = createToken()
  const created = await changeOrganization(platform, changeBy(actor), async (query) => {
    const custom = await requireRole(query, organizationId, role)
    assertMayGiveRole(actor, role, custom, access.roles.catalog)
    const members = await query(
      `select 1 from platform.memberships m join platform.users u on u.id = m.user_id
       where m.organization_id = $1 and u.email = $2`,
      [organizationId, email],
    )
    if (members.length > 0)
      throw conflict('member_already', 'This person is a member of the organization already.')
    await query(
      `update platform.invitations set revoked_at = now()
       where organization_id = $1 and email = $2 and accepted_at is null and revoked_at is null and expires_at <= now()`,
      [organizationId, email],
    )
    const [row] = await query<{ id: string; language: 'ar' | 'en' }>(
      `insert into platform.invitations (organization_id, email, role, language, token_hash, invited_by, expires_at)
       select o.id, $2, $3, coalesce($4, o.default_language), $5, $6, now() + make_interval(days => $7)
       from platform.organizations o where o.id = $1
       on conflict (organization_id, email) where accepted_at is null and revoked_at is null do nothing
       returning id, language`,
      [organizationId, email, role, language ?? null, hashToken(token), inviterId, INVITATION_DAYS],
    )
    if (row !== undefined) return row
    throw conflict(
      'invited_already',
      'This person is invited already; send the invitation again, or revoke it first.',
    )
  })
  await sendInvitation(dependencies, { organizationId, email, inviterId, token, language: created.language })
  return readInvitation(platform.asSystem, organizationId, created.id)
}
