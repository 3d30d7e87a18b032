import type { EntitlementCheck } from '@wasla/sdk'
import { showcaseSettings } from './showcase.settings.ts'

export const planCheck: EntitlementCheck = {
  async refuse(ctx, moduleId) {
    const { plan } = await ctx.settings(showcaseSettings)
    return plan === 'free' && moduleId === 'ticketing'
      ? 'Your plan does not include ticketing; choose the full plan.'
      : null
  },
}
