import { z } from 'zod'

const list = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/, 'is not the name of a list such as crm.customers')
  .max(100)
const state = z
  .record(z.string().max(60), z.string().max(500))
  .refine((values) => Object.keys(values).length <= 30, 'has more than 30 entries')

export const viewQuery = z.strictObject({ list })
export const viewParams = z.object({ id: z.uuid() })

export const newView = z.strictObject({
  list,
  name: z.string().trim().min(1).max(80),
  state: state.describe('Search, filters and order, as they stand in the address of the page'),
  columns: z.array(z.string().max(60)).max(60),
  shared: z.boolean().default(false).describe('Whether all of the organization see it'),
})

export const savedView = z.object({
  id: z.uuid(),
  list: z.string(),
  name: z.string(),
  state: z.record(z.string(), z.string()),
  columns: z.array(z.string()),
  shared: z.boolean(),
  own: z.boolean().describe("Whether it is the caller's"),
})

export const savedViews = z.object({ items: z.array(savedView) })

export type NewView = z.output<typeof newView>
export type SavedView = z.output<typeof savedView>
