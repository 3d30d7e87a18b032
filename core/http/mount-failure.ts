import { RouteFailure } from './route-failure.ts'
import type { HttpServerOptions } from './server-options.ts'

/** Which plugin is being mounted; Fastify's own errors do not tell. */
export interface MountProgress {
  current: string | null
}

/** Quarantines the plugin that kept the server from being built. @throws the error, when it was none of them */
export function quarantineCulprit(
  error: unknown,
  { current }: MountProgress,
  { registry, log }: HttpServerOptions,
): void {
  if (current === null || registry.quarantines.has(current)) throw error
  const code = error instanceof RouteFailure ? error.code : 'routes_failed'
  const reason =
    error instanceof RouteFailure
      ? error.message
      : `The routes of "${current}" could not be set up: ${error instanceof Error ? error.message : String(error)}`
  registry.quarantine(current, 'register', code, reason)
  log.error({ plugin: current, code, err: error }, reason)
}
