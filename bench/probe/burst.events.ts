import { defineEvent, defineSubscriber } from '@wasla/sdk'
import { z } from 'zod'

/** Sent in numbers, to measure how events travel. */
export const shotFired = defineEvent({
  name: 'probe.shot.fired',
  version: 1,
  payload: z.strictObject({ burst: z.string(), firedAt: z.number() }),
})

interface Burst {
  delivered: number
  /** Milliseconds from before the emitting write until the subscriber ran. */
  readonly delays: number[]
}

/** What arrived in this process. */
export const bursts = new Map<string, Burst>()

function count(name: string) {
  return defineSubscriber({
    name,
    event: shotFired,
    handle: async (_ctx, { payload: { burst, firedAt } }) => {
      const known = bursts.get(burst) ?? { delivered: 0, delays: [] }
      bursts.set(burst, known)
      known.delivered += 1
      known.delays.push(performance.timeOrigin + performance.now() - firedAt)
    },
  })
}

export const countOnce = count('probe.count-once')
export const countAgain = count('probe.count-again')
