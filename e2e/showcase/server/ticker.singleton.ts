import { once } from 'node:events'
import { defineSingleton } from '@wasla/sdk'

export const ticker = defineSingleton({
  name: 'showcase.ticker',
  run: async (ctx, { token, signal }) => {
    ctx.log.info({ token: String(token) }, 'The ticker runs on this host.')
    if (!signal.aborted) await once(signal, 'abort')
  },
})
