import { invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { CompletedSignIn } from '../../identity/complete-sign-in.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from '../../identity/membership.view.ts'
import type { Session } from '../../identity/session.ts'
import { hashToken } from '../../identity/session-token.ts'
import { issueSession, type Client } from '../../identity/stored-sessions.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import { changeOrganization } from '../organization-change.ts'
import { assertOperator } from './assert-operator.ts'
import type { NewImpersonation } from './operator.schema.ts'

const notPossible = () =>
  invalid(
    'impersonation_not_possible',
    'Only an active member of an active organization, who is no operator, can be acted for; choose another.',
  )

/**
 * Gives an operator a session as a member, for a limited time that cannot be renewed. It is in the organization's audit trail
 * with its reason, and the session says whose it really is.
 * @throws forbidden `operators_only`; invalid `impersonation_not_possible`
 */
export async function impersonateMember(
  platform: PlatformDatabase,
  operator: Session,
  requestId: string,
  { organizationId, userId, reason, minutes }: NewImpersonation,
  client: Client,
): Promise<CompletedSignIn> {
  await assertOperator(platform, operator)
  const change = { organizationId, actorId: operator.principal.id, requestId }
  return changeOrganization(platform, change, async (query) => {
    const [member] = await query<MembershipRow>(
      `select ${MEMBERSHIP} ${FROM_MEMBERSHIP}
       where m.organization_id = $1 and m.user_id = $2 and m.status = 'active' and o.status = 'active' and u.suspended_at is null
         and not exists (select from platform.operators p where p.user_id = m.user_id)`,
      [organizationId, userId],
    )
    if (member === undefined) throw notPossible()
    const session = await issueSession(query, { userId, organizationId }, client, {
      method: 'impersonation',
      secondFactor: true,
    })
    const [limited] = await query<{ id: string; expires_at: Date }>(
      `update platform.sessions set impersonated_by = $2, expires_at = now() + make_interval(mins => $3)
       where token_hash = $1 returning id, expires_at`,
      [hashToken(session.cookie.token), operator.principal.id, minutes],
    )
    if (limited === undefined) throw new Error('The session was not written')
    await query('delete from platform.refresh_tokens where session_id = $1', [limited.id])
    await query('update platform.access_tokens set expires_at = $2 where session_id = $1', [
      limited.id,
      limited.expires_at,
    ])
    await query(
      `insert into platform.impersonations (organization_id, operator_id, user_id, session_id, reason, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [organizationId, operator.principal.id, userId, limited.id, reason, limited.expires_at],
    )
    await postSecurityNotice(query, { id: userId }, 'impersonated', { reason, minutes: String(minutes) })
    const { expires_at: expiresAt } = limited
    return {
      answer: {
        user: member.user,
        organization: member.organization,
        ...session.tokens,
        expiresAt,
        refreshExpiresAt: expiresAt,
      },
      cookie: { token: session.cookie.token, expiresAt },
    }
  })
}
