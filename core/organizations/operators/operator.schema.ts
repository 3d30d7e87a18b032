import { z } from 'zod'

const reason = z.string().trim().min(10).max(500).describe('For the audit trail of the organization')

export const newImpersonation = z.strictObject({
  organizationId: z.uuid(),
  userId: z.uuid().describe('An active member'),
  reason,
  minutes: z.int().min(1).max(60).default(30),
})

export const suspension = z.strictObject({ reason })

export const organizationParams = z.object({ organizationId: z.uuid() })
export const userParams = z.object({ userId: z.uuid() })

export const seats = z.strictObject({ limit: z.int().min(1).max(1_000_000).nullable() })

export type NewImpersonation = z.output<typeof newImpersonation>
