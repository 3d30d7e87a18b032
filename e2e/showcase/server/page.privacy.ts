import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivacyDefinition } from '@wasla/sdk'
import { trace } from './lifecycle-trace.ts'

/** Pages name nobody. For one address it takes for ever, so that a test sees how it is told to stop. */
export const pagePrivacy: PrivacyDefinition = {
  async export(ctx, { email }, run) {
    if (email !== 'endless@example.com') return []
    await run.progress(0.5)
    trace.push('endless export: half')
    while (!ctx.signal.aborted) {
      await sleep(20)
      // Where the request has been taken over, this says so.
      await run.progress(0.5).catch(() => {})
    }
    trace.push('endless export: stopped')
    ctx.signal.throwIfAborted()
    return []
  },
  erase: async () => [],
}
