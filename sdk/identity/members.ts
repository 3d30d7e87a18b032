import type { TenantContext } from '../context/context.ts'
import { publicService } from '../services/service-ref.ts'

/** A person who belongs to the organization, as plugins may know them. */
export interface Member {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: string
}

/** The platform's answer to "who is this?"; users themselves are out of every plugin's reach. */
export interface MemberDirectory {
  /** Members among these user ids; others are left out. */
  byIds(ctx: TenantContext, userIds: readonly string[]): Promise<Member[]>
}

/** @example const [assignee] = await ctx.use(memberDirectory).byIds([userId]) */
export const memberDirectory = publicService<MemberDirectory>('platform.member-directory')
