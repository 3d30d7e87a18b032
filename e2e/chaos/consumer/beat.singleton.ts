import { setTimeout as delay } from 'node:timers/promises'
import { defineSingleton } from '@wasla/sdk'
import type { ConsumerSystem } from './handled.entity.ts'

const PAUSE_MS = 100

/** Writes down that it runs, several times a second, until it is told to stop. */
export const beat = defineSingleton({
  name: 'consumer.beat',
  run: async (context, { token, signal }) => {
    const ctx: ConsumerSystem = context
    while (!signal.aborted) {
      await ctx.db.command((sql) =>
        sql.insertInto('beats').values({ token, process: process.pid }).returning('id'),
      )
      await delay(PAUSE_MS, undefined, { signal }).catch(() => {})
    }
  },
})
