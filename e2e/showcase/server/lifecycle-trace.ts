import type { Lifecycle } from '@wasla/sdk'

/** What happened to the plugin in this process, in order; tests read it. */
export const trace: string[] = []

export const lifecycleTrace: Lifecycle = {
  register: () => void trace.push('register'),
  start: async () => void trace.push('start'),
  stop: async () => void trace.push('stop'),
  onEnable: async (ctx) => void trace.push(`enable ${ctx.organizationId}`),
  onDisable: async (ctx) => void trace.push(`disable ${ctx.organizationId}`),
}
