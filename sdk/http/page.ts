import { z } from 'zod'

/** Query parameters of every list: how many, and after which cursor. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many items, 1 to 100'),
  cursor: z.string().max(500).optional().describe('The `nextCursor` of the page before'),
})

export type PageQuery = z.output<typeof pageQuery>

/** The response of a list: its items and the cursor of the next page, `null` on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}
