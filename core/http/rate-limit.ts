import rateLimit from '@fastify/rate-limit'
import { WaslaError } from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { HttpConfig } from './server-options.ts'
import { SharedRateCounts, type RateCount } from './shared-rate-counts.ts'

const MINUTE = 60_000
const UNLIMITED_PATHS = new Set(['/livez', '/readyz', '/metrics'])

/** Limits requests a minute, on all hosts together: of an organization where there is a session, of an address where there is none. */
export async function limitRates(
  app: FastifyInstance,
  limits: HttpConfig['rateLimit'],
  platform: PlatformDatabase,
): Promise<void> {
  if (limits.perAddress === 0 && limits.perOrganization === 0) return
  const counts = new SharedRateCounts(platform, app.log)
  app.addHook('onClose', () => counts.stop())
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: MINUTE,
    store: storeOf(counts),
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

/** As the plugin wants it: a class of its own making. */
function storeOf(counts: SharedRateCounts) {
  return class SharedStore {
    incr(
      key: string,
      done: (error: Error | null, result?: RateCount) => void,
      _window: number,
      max: number,
    ): void {
      done(null, counts.count(key, max))
    }

    child(): SharedStore {
      return this
    }
  }
}
