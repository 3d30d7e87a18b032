import { z } from 'zod'
import { decodeCursor, notFound, toPage, type Page, type PageQuery } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import type { Invitation } from './invitation.schema.ts'

const INVITATIONS = `
  select i.id, i.email, i.role, u.full_name as "invitedBy", i.created_at as "createdAt", i.sent_at as "sentAt",
    i.expires_at as "expiresAt",
    case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
      when i.expires_at <= now() then 'expired' else 'open' end as status
  from platform.invitations i left join platform.users u on u.id = i.invited_by
  where i.organization_id = $1`

/** The newest first. */
export async function listInvitations(
  platform: PlatformDatabase,
  organizationId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<Invitation>> {
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
  const rows = await platform.asSystem<Invitation>(
    `${INVITATIONS} and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`,
    [organizationId, before, limit + 1],
  )
  return toPage(rows, limit, ({ id }) => [id])
}

/** @throws not-found `invitation_not_found` */
export async function readInvitation(
  query: PlatformQuery,
  organizationId: string,
  id: string,
): Promise<Invitation> {
  const [invitation] = await query<Invitation>(`${INVITATIONS} and i.id = $2`, [organizationId, id])
  if (invitation !== undefined) return invitation
  throw notFound('invitation_not_found', 'There is no such invitation in this organization.')
}
