import { z } from 'zod'

/** One line of the ledger. */
export const pointsEntrySchema = z.object({
  id: z.uuid(),
  customerId: z.uuid().describe('A customer of the CRM'),
  points: z.int().describe('Earned when positive, spent or expired when negative'),
  reason: z.string(),
  bookedById: z.uuid().nullable(),
  createdAt: z.date(),
})

export type PointsEntryRow = z.output<typeof pointsEntrySchema>

export const accountSchema = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  companyName: z.string().nullable(),
  balance: z.int(),
  updatedAt: z.date(),
})

export type AccountRow = z.output<typeof accountSchema>

export const newBookingSchema = z.strictObject({
  points: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((points) => points !== 0, 'must not be 0'),
  reason: z.string().trim().min(1).max(300),
})

export type NewBooking = z.output<typeof newBookingSchema>
