import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { defineRoutes } from '@wasla/sdk'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadedPlugin, registryOf, serverOptions, startServer } from '../http/tests/_server.ts'
import { contextOf, currentTraceparent, traceIdOf } from './trace-context.ts'
import { createTracing } from './tracing.ts'

const exporter = new InMemorySpanExporter()

/** An SDK as an operator registers one, with spans kept in memory. */
function registerSdk(): void {
  exporter.reset()
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
}

const unregister = () => {
  trace.disable()
  context.disable()
  propagation.disable()
}

const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`

test('without an SDK nothing is installed', async () => {
  const app = { addHook: () => expect.unreachable('a hook was added') }
  createTracing().traceRequests(app as never)
  expect(await createTracing().span('x', {}, async () => 1)).toBe(1)
  const run = { name: 'run notes.sum', attributes: {}, traceparent }
  expect(await createTracing().run(run, async () => currentTraceparent())).toBeUndefined()
})

test('what is no traceparent is no context', () => {
  for (const text of [undefined, null, '', 'x', `01-${traceparent.slice(3)}`, `${traceparent}-x`])
    expect(contextOf(text)).toBeUndefined()
})

describe('with an SDK', () => {
  beforeEach(registerSdk)
  afterEach(unregister)

  const notes = (tracing: ReturnType<typeof createTracing>) =>
    loadedPlugin('notes', {
      routes: [
        defineRoutes((app) => {
          app.get('/:id', { config: { member: true } }, () =>
            tracing.span('use crm.customers', { consumer: 'notes' }, async () => 'x'),
          )
          app.post('/', { config: { member: true } }, () => tracing.span('write', {}, async () => 'x'))
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
    await server.call('/api/v1/notes/7', { token: 'one:owner', headers: { traceparent } })
    await server.app.close()
    const [use, request] = exporter.getFinishedSpans()
    expect(request).toMatchObject({
      name: 'GET /api/v1/notes/:id',
      kind: SpanKind.SERVER,
      parentSpanContext: caller,
      attributes: {
        'wasla.module': 'notes',
        'http.response.status_code': 200,
        'wasla.organization_id': expect.any(String),
      },
    })
    expect(request?.spanContext().traceId).toBe(caller.traceId)
    expect(use).toMatchObject({
      name: 'use crm.customers',
      parentSpanContext: { spanId: request?.spanContext().spanId },
    })
  })

  test('what a request with a body does is below it as well', async () => {
    const tracing = createTracing()
    const server = await startServer(serverOptions(registryOf(notes(tracing)), { tracing }))
    const body = { text: 'x'.repeat(200) }
    const { status, body: answer } = await server.call('/api/v1/notes/', {
      method: 'POST',
      token: 'one:owner',
      body,
      headers: { traceparent },
    })
    await server.app.close()
    expect(status, JSON.stringify(answer)).toBe(200)
    const [write, request] = exporter.getFinishedSpans()
    expect(request?.spanContext().traceId).toBe(caller.traceId)
    expect(write).toMatchObject({
      name: 'write',
      parentSpanContext: { spanId: request?.spanContext().spanId },
    })
  })

  test('a failure is marked on both', async () => {
    const tracing = createTracing()
    const server = await startServer(serverOptions(registryOf(notes(tracing)), { tracing }))
    await server.call('/api/v1/notes/broken', { token: 'one:owner' })
    await server.app.close()
    const [use, request] = exporter.getFinishedSpans()
    expect(use).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'No luck' } })
    expect(request).toMatchObject({ status: { code: SpanStatusCode.ERROR } })
  })

  test('a run is below what asked for it and linked to it, and what it asks for is below the run', async () => {
    const attributes = { 'wasla.module': 'notes' }
    const asked = await createTracing().run({ name: 'run notes.sum', attributes, traceparent }, async () =>
      currentTraceparent(),
    )
    const [run] = exporter.getFinishedSpans()
    expect(run).toMatchObject({
      name: 'run notes.sum',
      kind: SpanKind.CONSUMER,
      attributes,
      parentSpanContext: caller,
      links: [{ context: caller }],
    })
    expect(asked).toBe(`00-${caller.traceId}-${run?.spanContext().spanId}-01`)
    expect(traceIdOf(asked)).toBe(caller.traceId)
  })

  test('a run that nobody traced begins a trace of its own', async () => {
    await createTracing().run({ name: 'run notes.sum', attributes: {}, traceparent: null }, async () => {})
    const [run] = exporter.getFinishedSpans()
    expect(run?.parentSpanContext).toBeUndefined()
    expect(run?.links).toEqual([])
  })
})
