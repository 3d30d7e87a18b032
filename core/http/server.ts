import type { FastifyInstance } from 'fastify'
import { quarantineCulprit, type MountProgress } from './mount-failure.ts'
import { createApp } from './create-app.ts'
import { securityHeaders } from './security-headers.ts'
import type { HttpServerOptions } from './server-options.ts'

/**
 * Builds the HTTP server: ready, not yet listening. A plugin whose routes fail, collide or say nothing about access
 * is quarantined, and the server is built again without it. `close()` finishes what runs.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const secure = options.config.publicUrl?.startsWith('https:') ?? false
  // Answers belong to whoever asked; with a cookie a shared cache could not tell.
  const headers = { ...(await securityHeaders(secure)), 'cache-control': 'private, no-cache' }
  for (;;) {
    const progress: MountProgress = { current: null }
    try {
      const app = await createApp(options, headers, progress)
      await app.ready()
      return app
    } catch (error) {
      quarantineCulprit(error, progress, options)
    }
  }
}
