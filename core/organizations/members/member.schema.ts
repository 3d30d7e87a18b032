import { z } from 'zod'
import { pageQuery } from '@wasla/sdk'

export const roleKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'is no role such as "agent"')
  .describe('A built-in role, or the key of a custom one')

export const memberResource = z
  .object({
    userId: z.uuid(),
    email: z.string(),
    fullName: z.string(),
    role: z.string(),
    status: z.enum(['active', 'suspended']),
    joinedAt: z.date(),
  })
  .meta({ id: 'Member' })

export const memberFilter = pageQuery.extend({
  search: z.string().trim().min(1).max(200).optional().describe('Part of name or e-mail'),
  role: roleKey.optional(),
  status: z.enum(['active', 'suspended']).optional(),
})

export const memberParams = z.object({ userId: z.uuid() })

export const memberChanges = z.strictObject({
  role: roleKey.optional(),
  status: z
    .enum(['active', 'suspended'])
    .optional()
    .describe('A suspended member is signed out at once, on every host'),
})

export const ownershipTransfer = z.strictObject({ userId: z.uuid() })

export type Member = z.output<typeof memberResource>
export type MemberFilter = z.output<typeof memberFilter>
export type MemberChanges = z.output<typeof memberChanges>
