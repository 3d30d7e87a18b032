import rateLimit from '@fastify/rate-limit'
import { WaslaError } from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import type { HttpConfig } from './server-options.ts'

const MINUTE = 60_000
const UNLIMITED_PATHS = new Set(['/livez', '/readyz', '/metrics'])

/** Limits requests a minute: of an organization where there is a session, of an address where there is none. */
export async function limitRates(app: FastifyInstance, limits: HttpConfig['rateLimit']): Promise<void> {
  if (limits.perAddress === 0 && limits.perOrganization === 0) return
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: MINUTE,
    cache: 50_000,
    max: (request) => (request.session === null ? limits.perAddress : limits.perOrganization),
    keyGenerator: (request) => request.session?.organizationId ?? request.ip,
    allowList: (request) =>
      (request.session === null ? limits.perAddress : limits.perOrganization) === 0 ||
      UNLIMITED_PATHS.has(request.url),
    errorResponseBuilder: (_request, { max, ttl }) =>
      new WaslaError(
        'unavailable',
        'rate_limited',
        `More than ${max} requests came within a minute; wait before sending the next.`,
        {
          extra: { retryAfter: Math.ceil(ttl / 1000) },
        },
      ),
  })
  app.addHook('onRequest', app.rateLimit())
}
