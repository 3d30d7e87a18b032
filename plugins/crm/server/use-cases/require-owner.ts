import { memberDirectory } from '@wasla/sdk'
import { ownerUnknown } from '../crm.errors.ts'
import type { CrmTenant } from '../data/entities.ts'

/** @throws invalid `crm.owner_unknown` unless it is nobody or a member of the organization */
export async function requireOwner(ctx: CrmTenant, ownerId: string | null | undefined): Promise<void> {
  if (ownerId == null) return
  const [member] = await ctx.use(memberDirectory).byIds([ownerId])
  if (member === undefined) throw ownerUnknown()
}
