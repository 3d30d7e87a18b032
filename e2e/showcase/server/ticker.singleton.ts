import { once } from 'node:events'
import { defineSingleton } from '@wasla/sdk'
import { trace } from './lifecycle-trace.ts'

export const ticker = defineSingleton({
  name: 'showcase.ticker',
  run: async (ctx, { token, signal }) => {
    trace.push(`tick ${ctx.organizationId} ${token}`)
    if (!signal.aborted) await once(signal, 'abort')
  },
})
