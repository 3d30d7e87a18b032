import { defineSubscriber } from '@wasla/sdk'
import { tickHappened } from '../producer/tick.events.ts'
import type { ConsumerSystem } from './handled.entity.ts'

/** In a hail of killed hosts an event may meet many of them. */
const retry = { limit: 20, delay: 1 }

const writeDown = (name: string) =>
  defineSubscriber({
    name,
    event: tickHappened,
    retry,
    handle: async (context, { id, payload }) => {
      const ctx: ConsumerSystem = context
      await ctx.db.command((sql) =>
        sql
          .insertInto('handled')
          .values({ subscriber: name, eventId: id, ...payload })
          .returning('id'),
      )
    },
  })

export const first = writeDown('consumer.first')
export const second = writeDown('consumer.second')
