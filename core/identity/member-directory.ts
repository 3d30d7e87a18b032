import type { Member, MemberDirectory } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

/** Answers plugins who a member is; they have no other way to users. */
export function createMemberDirectory(platform: PlatformDatabase): MemberDirectory {
  return {
    byIds: ({ organizationId }, userIds) =>
      platform.asSystem<Member>(
        `select u.id as "userId", u.full_name as name, u.email, m.role
         from platform.memberships m join platform.users u on u.id = m.user_id
         where m.organization_id = $1 and m.user_id = any($2::uuid[])`,
        [organizationId, userIds],
      ),
  }
}
