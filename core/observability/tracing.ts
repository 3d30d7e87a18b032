import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { contextOf } from './trace-context.ts'

/** OpenTelemetry traces. The operator registers an SDK (`NODE_OPTIONS=--import …`); without one nothing is traced. */
export interface Tracing {
  /** A span for every request, below the caller's `traceparent`. */
  traceRequests(app: FastifyInstance): void
  /**
   * A span around a run of a job or a delivery, below what asked for it and linked to it, since backends that cut long
   * traces still follow a link.
   */
  run<Result>(run: TracedRun, work: () => Promise<Result>): Promise<Result>
  /** A span around work: a service of another plugin, a query. */
  span<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result>
}

export interface TracedRun {
  readonly name: string
  readonly attributes: Attributes
  /** The `traceparent` that was kept with the job. */
  readonly traceparent: string | null | undefined
}

const NAME = 'wasla'

/** Nothing is installed anywhere when there is nobody to tell, so an untraced host pays nothing. */
const untraced: Tracing = {
  traceRequests: () => {},
  run: (_run, work) => work(),
  span: (_name, _attributes, work) => work(),
}

function fail(span: Span, error: unknown): void {
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.message : String(error),
  })
}

async function within<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    fail(span, error)
    throw error
  } finally {
    span.end()
  }
}

function startRequestSpan(tracer: Tracer, request: FastifyRequest) {
  const { url, config } = request.routeOptions
  const parent = propagation.extract(context.active(), request.headers)
  const span = tracer.startSpan(
    `${request.method} ${url ?? 'unknown'}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method,
        'http.route': url ?? '',
        'url.path': request.url.split('?', 1)[0] ?? '',
        'wasla.request_id': request.id,
        'wasla.module': config.module ?? 'platform',
      },
    },
    parent,
  )
  return { span, context: trace.setSpan(parent, span) }
}

function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const started = new WeakMap<FastifyRequest, ReturnType<typeof startRequestSpan>>()
  app.addHook('onRequest', (request, _reply, done) => {
    const begun = startRequestSpan(tracer, request)
    started.set(request, begun)
    context.with(begun.context, done)
  })
  // A body and the answers of a database arrive by their sockets, on which nothing is known of the request.
  app.addHook('onRoute', (route) => {
    const { handler } = route
    route.handler = function (request, reply) {
      const handle = () => handler.call(this, request, reply)
      return context.with(started.get(request)?.context ?? context.active(), handle)
    }
  })
  app.addHook('onResponse', (request, reply, done) => {
    const span = started.get(request)?.span
    span?.setAttribute('http.response.status_code', reply.statusCode)
    if (request.session !== null) span?.setAttribute('wasla.organization_id', request.session.organizationId)
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    done()
  })
}

/** Looks once whether an SDK is registered; it must be before the host starts. */
export function createTracing(): Tracing {
  const tracer = trace.getTracer(NAME)
  // Without an SDK the API hands out spans that have no identity. The probe is never ended, so never exported.
  if (!isSpanContextValid(tracer.startSpan('probe').spanContext())) return untraced
  return {
    traceRequests: (app) => traceRequests(app, tracer),
    run: ({ name, attributes, traceparent }, work) => {
      const parent = contextOf(traceparent)
      const cause = parent && trace.getSpanContext(parent)
      const options = {
        kind: SpanKind.CONSUMER,
        attributes,
        ...(cause !== undefined && { links: [{ context: cause }] }),
      }
      return tracer.startActiveSpan(name, options, parent ?? ROOT_CONTEXT, (span) => within(span, work))
    },
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, (span) => within(span, work)),
  }
}
