import { z } from 'zod'

export const sampleItemStatuses = ['active', 'archived'] as const

export type SampleItemStatus = (typeof sampleItemStatuses)[number]

/** A sample item as REST answers it. */
export const sampleItemSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  note: z.string().nullable(),
  status: z.enum(sampleItemStatuses),
  createdById: z.uuid().nullable(),
  announcedAt: z.date().nullable().describe('When the other modules were told of it'),
  createdAt: z.date(),
})

export type SampleItemRow = z.output<typeof sampleItemSchema>

export const newSampleItemSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  note: z.string().max(5_000).nullish(),
})

export type NewSampleItem = z.output<typeof newSampleItemSchema>

export const sampleItemChangesSchema = newSampleItemSchema
  .extend({ status: z.enum(sampleItemStatuses) })
  .partial()

export type SampleItemChanges = z.output<typeof sampleItemChangesSchema>
