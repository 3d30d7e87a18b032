import type { ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { createTracing } from '../observability/tracing.ts'
import { logRequests } from './access-log.ts'
import { measureAnswers } from './answer-measures.ts'
import { authenticateRequests } from './authenticate-requests.ts'
import { beginRequests } from './begin-request.ts'
import { answerClientError, refuseExpectations } from './client-errors.ts'
import { type CommonHeaders, prepareHeaders, type PreparedResponseClass } from './common-headers.ts'
import { compressAnswers } from './compression.ts'
import { drainOnClose } from './drain.ts'
import { sendProblem } from './error-handler.ts'
import { healthRoutes } from './health.ts'
import { createIdempotency } from './idempotency/idempotency-hooks.ts'
import { createIdempotencyStore } from './idempotency/idempotency-store.ts'
import { parseBodies } from './json-body.ts'
import { LoadShedder } from './load-shedding.ts'
import type { MountProgress } from './mount-failure.ts'
import { notFoundHandler } from './not-found.ts'
import { mountPlatform, mountReference } from './platform-routes.ts'
import { mountPlugin } from './plugin-routes.ts'
import { limitRates } from './rate-limit.ts'
import { decorateRequests } from './request.ts'
import { requestId } from './request-id.ts'
import { endQuietConnections } from './quiet-connections.ts'
import { RouteTable } from './route-table.ts'
import { createSerializers, serializerCompiler, type CompileSerializer } from './serialization.ts'
import type { HttpServerOptions } from './server-options.ts'
import { validatorCompiler } from './validation.ts'

const API = '/api/v1'

/** A Fastify with the limits, formats and errors of this API, and no routes yet. */
function createBare(
  { config, log, checkResponses }: HttpServerOptions,
  compile: CompileSerializer,
  response: PreparedResponseClass | undefined,
): FastifyInstance {
  const app = fastify({
    // With a logger of its own Fastify listens for the end of every response, just in case.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: requestId,
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    bodyLimit: config.bodyLimit,
    // While it closes, a request that still arrives on an open connection is answered, not refused.
    return503OnClosing: false,
    connectionTimeout: 120_000,
    requestTimeout: 60_000,
    // Longer than the idle time of usual load balancers, which otherwise reuse a connection just as it closes.
    keepAliveTimeout: 72_000,
    http: {
      headersTimeout: 20_000,
      // When its limits are looked at; Node's own default is every thirty seconds.
      connectionsCheckingInterval: 5_000,
      // A request without a body has no stream to be read to its end: most have none.
      optimizeEmptyRequests: true,
      ...(response !== undefined && { ServerResponse: response as unknown as typeof ServerResponse }),
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    clientErrorHandler: answerClientError,
    frameworkErrors: sendProblem,
  })
  app.log = log as FastifyBaseLogger
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler(compile, checkResponses ?? false))
  refuseExpectations(app.server)
  endQuietConnections(app.server)
  decorateRequests(app)
  parseBodies(app)
  return app
}

function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    credentials: true,
    maxAge: 600,
    exposedHeaders: [
      'ETag',
      'X-Request-Id',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'Idempotent-Replayed',
    ],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  }
}

/** Assembles the server; its order is the order in which a request meets the parts. */
export async function createApp(
  options: HttpServerOptions,
  headers: CommonHeaders,
  progress: MountProgress,
): Promise<FastifyInstance> {
  const { config, registry, identity, gate, contexts, platform, metrics } = options
  const compile = createSerializers(options.checkResponses)
  const prepared = prepareHeaders(headers)
  const app = createBare(options, compile, prepared)
  const draining = drainOnClose(app, {
    delay: options.drainDelay ?? 250,
    timeout: options.stopTimeout ?? 30_000,
  })
  const responses = createIdempotencyStore(platform, options.log)
  app.addHook('onClose', () => responses.close())
  const idempotency = createIdempotency(responses, compile)
  const table = new RouteTable()
  const dependencies = { table, registry, compile, identity, gate, platform, idempotency }

  const tracing = options.tracing ?? createTracing()
  tracing.traceRequests(app)
  const { databaseWait } = options
  const shedder = new LoadShedder({ maxRequests: config.maxRequests, databaseWait })
  const measure = measureAnswers(app, metrics)
  beginRequests(app, { log: app.log, headers, prepared, draining, shedder, measure })
  if (config.corsOrigins.length > 0) await app.register(cors, corsOptions(config.corsOrigins))
  await compressAnswers(app)
  authenticateRequests(app, identity)
  await limitRates(app, config.rateLimit, options.platform)
  logRequests(app, options.log)
  app.setErrorHandler(async (error, request, reply) => {
    try {
      if (!(await idempotency.answerOfWinner(error, request, reply))) sendProblem(error, request, reply)
    } catch (failure) {
      sendProblem(failure, request, reply)
    }
    return reply
  })
  app.setNotFoundHandler(notFoundHandler(table, dependencies))

  const health = { platform, registry, gate, metrics, draining: draining.begun, watch: options.watch }
  await mountPlatform(app, [(scope) => healthRoutes(scope, health)], dependencies)
  await mountPlatform(app, options.rootRoutes, dependencies)
  await app.register(
    async (api) => {
      await mountReference(api, dependencies, { table, registry, gate })
      await mountPlatform(api, options.platformRoutes, dependencies)
      for (const plugin of registry.plugins) {
        progress.current = plugin.id
        await mountPlugin(api, plugin, contexts, dependencies)
      }
      progress.current = null
    },
    { prefix: API },
  )
  return app
}
