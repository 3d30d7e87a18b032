import rateLimit from '@fastify/rate-limit'
import { WaslaError } from '@wasla/sdk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
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
      UNLIMITED_PATHS.has(request.url) ||
      isDelivery(request),
    errorResponseBuilder: (_request, { max, ttl }) => rateLimited(max, ttl),
  })
  app.addHook('onRequest', app.rateLimit())
  if (limits.perAddress > 0) limitForgers(app, limits.perAddress, counts)
}

const isDelivery = ({ routeOptions }: FastifyRequest): boolean => routeOptions.config.signed === true

/**
 * A provider sends the messages of all organizations from a few addresses, as many as there are: what it can sign is not
 * counted, and what is refused counts against the address like any other request.
 */
function limitForgers(app: FastifyInstance, max: number, counts: SharedRateCounts): void {
  app.addHook('onRequest', function refuseForgers(request, _reply, done) {
    const seen = isDelivery(request) ? counts.look(request.ip) : undefined
    done(seen !== undefined && seen.current >= max ? rateLimited(max, seen.ttl) : undefined)
  })
  app.addHook('onResponse', function countRefused(request, { statusCode }, done) {
    if (isDelivery(request) && statusCode >= 400 && statusCode < 500) counts.count(request.ip, max)
    done()
  })
}

const rateLimited = (max: number, ttl: number) =>
  new WaslaError(
    'unavailable',
    'rate_limited',
    `More than ${max} requests came within a minute; wait before sending the next.`,
    { extra: { retryAfter: Math.ceil(ttl / 1000) } },
  )

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
