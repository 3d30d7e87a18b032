import { AsyncLocalStorage } from 'node:async_hooks'
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type ContextManager,
  type Span,
  type SpanOptions,
  type SpanStatus,
  type Tracer,
} from '@opentelemetry/api'
import { defineRoutes } from '@wasla/sdk'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadedPlugin, registryOf, serverOptions, startServer } from '../http/tests/_server.ts'
import { createTracing } from './tracing.ts'

interface Recorded {
  readonly name: string
  readonly attributes: Attributes
  readonly parent: string | undefined
  readonly traceId: string
  readonly spanId: string
  status?: SpanStatus
  ended: boolean
}

/** As much of an SDK as tells what spans there were: the API is the real one. */
function registerSdk(): Recorded[] {
  const spans: Recorded[] = []
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.call(self as never, ...args)),
    bind: (_active, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  const startSpan = (name: string, options: SpanOptions = {}, from: Context = context.active()): Span => {
    const parent = trace.getSpanContext(from)
    const recorded: Recorded = {
      name,
      attributes: { ...options.attributes },
      parent: parent?.spanId,
      traceId: parent?.traceId ?? '0'.repeat(31) + '1',
      spanId: (spans.length + 1).toString(16).padStart(16, '0'),
      ended: false,
    }
    spans.push(recorded)
    const span = {
      spanContext: () => ({ traceId: recorded.traceId, spanId: recorded.spanId, traceFlags: 1 }),
      setAttribute: (key: string, value: string) => ((recorded.attributes[key] = value), span),
      setStatus: (status: SpanStatus) => ((recorded.status = status), span),
      end: () => void (recorded.ended = true),
    } as unknown as Span
    return span
  }
  const tracer = {
    startSpan,
    startActiveSpan: (name: string, options: SpanOptions, work: (span: Span) => unknown) => {
      const span = startSpan(name, options)
      return context.with(trace.setSpan(context.active(), span), () => work(span))
    },
  } as unknown as Tracer
  context.setGlobalContextManager(manager)
  trace.setGlobalTracerProvider({ getTracer: () => tracer })
  propagation.setGlobalPropagator({
    inject: () => {},
    fields: () => ['traceparent'],
    extract: (from, carrier: Record<string, string>) => {
      const [, traceId, spanId] = carrier['traceparent']?.split('-') ?? []
      return traceId === undefined || spanId === undefined
        ? from
        : trace.setSpanContext(from, { traceId, spanId, traceFlags: 1 })
    },
  })
  return spans
}

const unregister = () => {
  trace.disable()
  context.disable()
  propagation.disable()
}

test('without an SDK nothing is installed', async () => {
  const app = { addHook: () => expect.unreachable('a hook was added') }
  createTracing().traceRequests(app as never)
  expect(await createTracing().span('x', {}, async () => 1)).toBe(1)
})

describe('with an SDK', () => {
  let spans: Recorded[]
  beforeEach(() => {
    spans = registerSdk()
  })
  afterEach(unregister)

  const notes = (tracing: ReturnType<typeof createTracing>) =>
    loadedPlugin('notes', {
      routes: [
        defineRoutes((app) => {
          app.get('/:id', { config: { member: true } }, () =>
            tracing.span('use crm.customers', { consumer: 'notes' }, async () => 'x'),
          )
          app.get('/broken', { config: { member: true } }, () =>
            tracing.span('use crm.broken', {}, async () => {
              throw new Error('No luck')
            }),
          )
        }),
      ],
    })

  test('a request is a span below its caller, and what it uses is below the request', async () => {
    const tracing = createTracing()
    const server = await startServer(serverOptions(registryOf(notes(tracing)), { tracing }))
    const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
    await server.call('/api/v1/notes/7', {
      token: 'one:owner',
      headers: { traceparent: `00-${caller.traceId}-${caller.spanId}-01` },
    })
    await server.app.close()
    const [probe, request, use] = spans
    expect(probe?.ended).toBe(false)
    expect(request).toMatchObject({
      name: 'GET /api/v1/notes/:id',
      traceId: caller.traceId,
      parent: caller.spanId,
      ended: true,
      attributes: {
        'wasla.module': 'notes',
        'http.response.status_code': 200,
        'wasla.organization_id': expect.any(String),
      },
    })
    expect(use).toMatchObject({ name: 'use crm.customers', parent: request?.spanId, ended: true })
  })

  test('a failure is marked on both', async () => {
    const tracing = createTracing()
    const server = await startServer(serverOptions(registryOf(notes(tracing)), { tracing }))
    await server.call('/api/v1/notes/broken', { token: 'one:owner' })
    await server.app.close()
    const [, request, use] = spans
    expect(use).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'No luck' }, ended: true })
    expect(request).toMatchObject({ status: { code: SpanStatusCode.ERROR }, ended: true })
  })
})
