import { z } from 'zod'
import { decodeCursor, notFound, toPage, type Page } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import type { Member, MemberFilter } from './member.schema.ts'

const MEMBERS = `
  select u.id as "userId", u.email, u.full_name as "fullName", m.role,
    case when u.suspended_at is null then m.status else 'suspended' end as status, m.created_at as "joinedAt"
  from platform.memberships m join platform.users u on u.id = m.user_id
  where m.organization_id = $1`

/** The members of an organization, in the order in which their accounts were made. */
export async function listMembers(
  platform: PlatformDatabase,
  organizationId: string,
  { search, role, status, cursor, limit }: MemberFilter,
): Promise<Page<Member>> {
  const [after] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
  const rows = await platform.asSystem<Member>(
    `${MEMBERS}
       and ($2::text is null or m.role = $2)
       and ($3::text is null or m.status = $3)
       and ($4::text is null or strpos(lower(u.full_name), lower($4)) > 0 or strpos(u.email, lower($4)) > 0)
       and ($5::uuid is null or u.id > $5)
     order by u.id limit $6`,
    [organizationId, role ?? null, status ?? null, search ?? null, after, limit + 1],
  )
  return toPage(rows, limit, ({ userId }) => [userId])
}

/** @throws not-found `member_not_found` */
export async function readMember(
  query: PlatformQuery,
  organizationId: string,
  userId: string,
): Promise<Member> {
  const [member] = await query<Member>(`${MEMBERS} and m.user_id = $2`, [organizationId, userId])
  if (member !== undefined) return member
  throw notFound('member_not_found', 'There is no such member in this organization.')
}
