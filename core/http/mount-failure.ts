import { RouteFailure } from './route-failure.ts'
import type { HttpServerOptions } from './server-options.ts'

/** Which plugin is being mounted; Fastify's own errors do not tell. */
export interface MountProgress {
  current: string | null
}

const isTimeout = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  ['AVV_ERR_PLUGIN_EXEC_TIMEOUT', 'FST_ERR_PLUGIN_TIMEOUT'].includes(String(error.code))

function failureOf(plugin: string, error: unknown): { readonly code: string; readonly reason: string } {
  if (error instanceof RouteFailure) return { code: error.code, reason: error.message }
  if (isTimeout(error)) {
    return {
      code: 'routes_timeout',
      reason: `The routes of "${plugin}" were still not set up after ten seconds, so it is left out; declare them without waiting for anything.`,
    }
  }
  const cause = error instanceof Error ? error.message : String(error)
  return {
    code: 'routes_failed',
    reason: `The routes of "${plugin}" could not be set up, so it is left out: ${cause}`,
  }
}

/** Quarantines the plugin that kept the server from being built. @throws the error, when it was none of them */
export function quarantineCulprit(
  error: unknown,
  { current }: MountProgress,
  { registry, log }: HttpServerOptions,
): void {
  if (current === null || registry.quarantines.has(current)) throw error
  const { code, reason } = failureOf(current, error)
  registry.quarantine(current, 'register', code, reason)
  log.error({ plugin: current, code, err: error }, reason)
}
