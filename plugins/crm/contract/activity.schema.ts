import { z } from 'zod'

export const activityKinds = ['note', 'call', 'meeting', 'email', 'task'] as const

export type ActivityKind = (typeof activityKinds)[number]

/** Something that happened with a customer, as REST answers it. */
export const activitySchema = z.object({
  id: z.uuid(),
  version: z.int(),
  customerId: z.uuid(),
  kind: z.enum(activityKinds),
  subject: z.string(),
  body: z.string().nullable(),
  occurredAt: z.date(),
  authorId: z.uuid().nullable(),
  createdAt: z.date(),
})

export type ActivityRow = z.output<typeof activitySchema>

export const newActivitySchema = z.strictObject({
  kind: z.enum(activityKinds),
  subject: z.string().trim().min(1).max(300),
  body: z.string().max(20_000).nullish(),
  occurredAt: z.iso.datetime({ offset: true }).optional().describe('Now, unless given'),
})

export type NewActivity = z.output<typeof newActivitySchema>
