import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** How many things the events of one batch are about. */
const THINGS = 4

/** Number `number` of its batch, which is about one of the batch's things: each thing's events arrive in order. */
export const tickHappened = defineEvent({
  name: 'producer.tick.happened',
  version: 1,
  payload: z.strictObject({ batch: z.int(), number: z.int().positive() }),
  order: ({ batch, number }) => ({ aggregate: `${batch}/${number % THINGS}`, version: number }),
})
