import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { customerCreated } from '@wasla/plugin-crm/contract'
import { defineJob, defineRoutes, defineSingleton, defineSubscriber } from '@wasla/sdk'
import { runCommandLine } from '../host/cli/command-line.ts'
import type { Kernel } from '../host/runtime/kernel.ts'
import { eventually } from './_eventually.ts'
import { openStream } from './_event-stream.ts'
import { pluginFolder, type PluginFolder } from './_plugin-folder.ts'

declare module '@wasla/sdk' {
  interface Permissions {
    worker: 'things'
  }
}

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization
let folder: PluginFolder

const failing = defineJob({
  name: 'worker.failing',
  payload: z.strictObject({}),
  retry: { limit: 0 },
  run: async () => {
    throw new Error('there is nothing to work on')
  },
})
const counting = defineJob({
  name: 'worker.counting',
  payload: z.strictObject({}),
  run: async (ctx, _payload, job) => {
    await job.progress(0.25, 'a quarter')
    await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
    ctx.signal.throwIfAborted()
  },
})
const heard: string[] = []
const counted = defineJob({ name: 'worker.counted', payload: z.strictObject({}), run: async () => {} })
const listen = defineSubscriber({
  name: 'worker.listen',
  event: customerCreated,
  handle: async (ctx, { payload }) => {
    heard.push(payload.companyName)
    if (payload.companyName === 'Traced') await ctx.enqueue(counted, {})
  },
})
const pulse = defineSingleton({
  name: 'worker.pulse',
  run: async (_ctx, { signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  },
})
const routes = defineRoutes((app) => {
  app.post(
    '/start/:job',
    {
      config: { permission: 'worker.things.write' },
      schema: {
        params: z.strictObject({ job: z.enum(['failing', 'counting']) }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const job = request.params.job === 'failing' ? failing : counting
      return reply.code(201).send({ id: await request.context.enqueue(job, {}) })
    },
  )
})

/** An SDK as an operator registers one, with spans kept in memory. */
const exporter = new InMemorySpanExporter()

beforeAll(async () => {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
  folder = await pluginFolder(
    {
      id: 'worker',
      requires: { crm: '^1.0.0' },
      permissions: [{ resource: 'things', actions: ['read', 'write'], title: { en: 'Things', ar: 'أشياء' } }],
    },
    {
      subscribers: [listen],
      jobs: [failing, counting, counted],
      singletons: [pulse],
      routes: [routes],
    },
  )
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: [folder] })
  ours = await host.organization('Ours', ['worker'])
  theirs = await host.organization('Theirs', ['worker'])
})
afterAll(async () => {
  await host.stop()
  await folder.remove()
})

const start = async (job: string): Promise<string> =>
  (await ours.owner.call('POST', `/worker/start/${job}`)).body.id
const stateOf = async (id: string): Promise<string> =>
  (await ours.owner.call('GET', `/jobs/${id}`)).body.state

test('the list is for those who may read jobs, and of their organization', async () => {
  const id = await start('failing')
  await eventually(async () => expect(await stateOf(id)).toBe('dead'))
  expect((await host.visitor.call('GET', '/jobs')).status).toBe(401)
  const nobody = await ours.member('nobody')
  expect((await nobody.call('GET', '/jobs')).status).toBe(403)
  const { body } = await ours.owner.call('GET', '/jobs?state=dead')
  expect(body.items).toMatchObject([
    { id, job: 'worker.failing', plugin: 'worker', state: 'dead', error: 'there is nothing to work on' },
  ])
  expect((await theirs.owner.call('GET', '/jobs?state=dead')).body.items).toEqual([])
})

test('a dead job is redriven by those who may, and by nobody of another organization', async () => {
  const id = await start('failing')
  await eventually(async () => expect(await stateOf(id)).toBe('dead'))
  const nobody = await ours.member('nobody')
  expect((await host.visitor.call('POST', `/jobs/${id}/redrive`)).status).toBe(401)
  expect((await nobody.call('POST', `/jobs/${id}/redrive`)).status).toBe(403)
  expect((await theirs.owner.call('POST', `/jobs/${id}/redrive`)).status).toBe(404)
  expect((await ours.owner.call('POST', `/jobs/${id}/redrive`)).status).toBe(200)
  await eventually(async () => expect(await stateOf(id)).toBe('dead'))
})

test('a job that runs tells its progress live, and ends when it is cancelled', async () => {
  const stream = await openStream(`${host.url}/api/v1/live`, ours.owner.token)
  await eventually(() => expect(stream.messages.some(({ event }) => event === 'ready')).toBe(true))
  const id = await start('counting')
  await eventually(() =>
    expect(stream.messages).toContainEqual({
      event: 'job',
      data: { id, job: 'worker.counting', progress: 0.25, message: 'a quarter', state: 'running' },
    }),
  )
  stream.close()
  expect((await theirs.owner.call('POST', `/jobs/${id}/cancel`)).status).toBe(404)
  expect((await ours.owner.call('POST', `/jobs/${id}/cancel`)).status).toBe(204)
  expect(await stateOf(id)).toBe('cancelled')
  expect((await ours.owner.call('POST', `/jobs/${id}/cancel`)).body.code).toBe('job_ended')
  expect((await ours.owner.call('POST', `/jobs/${id}/redrive`)).body.code).toBe('job_not_dead')
})

test('a subscription follows a job until it has ended, and knows none of another organization', async () => {
  const query = `subscription ($id: ID!) { job(id: $id) { id job module state progress message error { message } } }`
  const follow = (id: string, token: string | undefined) =>
    openStream(`${host.url}/graphql`, token, { query, variables: { id } })
  const id = await start('counting')
  const stream = await follow(id, ours.owner.token)
  const states = () => stream.messages.flatMap(({ data }) => (data?.data ? [data.data.job] : []))
  await eventually(() =>
    expect(states().at(-1)).toMatchObject({ state: 'running', progress: 0.25, message: 'a quarter' }),
  )
  const foreign = await follow(id, theirs.owner.token)
  await foreign.ended
  expect(foreign.messages[0]?.data.errors[0].extensions.code).toBe('job_not_found')
  const malformed = await follow('7', ours.owner.token)
  await malformed.ended
  expect(malformed.messages[0]?.data.errors[0].extensions).toMatchObject({ fields: [{ field: 'id' }] })
  expect((await follow(id, undefined)).status).toBe(401)
  // A program needs the permission to list jobs, both ways alike.
  for (const [permission, status] of [
    ['platform.jobs.read', 200],
    ['worker.things.read', 403],
  ] as const) {
    const { body } = await ours.owner.call('POST', '/api-keys', {
      body: { name: permission, permissions: [permission] },
    })
    expect(body.key, JSON.stringify(body)).toBeDefined()
    expect((await host.visitor.call('GET', `/jobs/${id}`, { token: body.key })).status).toBe(status)
    const programs = await follow(id, body.key)
    const first = () => programs.messages[0]?.data
    await eventually(() => expect(first()).toBeDefined())
    expect(first().data?.job.state ?? first().errors[0].extensions.code).toBe(
      status === 200 ? 'running' : 'permission_denied',
    )
    programs.close()
  }
  await ours.owner.call('POST', `/jobs/${id}/cancel`)
  await stream.ended
  expect(states().at(-1)).toMatchObject({ id, job: 'worker.counting', module: 'worker', state: 'cancelled' })
})

test('metrics tell what is dead, and health what the event loop does', async () => {
  const metrics = await host.visitor.call('GET', '//metrics')
  expect(metrics.body).toMatch(
    /wasla_queue_jobs\{plugin="worker",queue="worker.failing",state="dead"\} [1-9]/,
  )
  const { body } = await host.visitor.call('GET', '//readyz')
  expect(body.eventLoop).toMatchObject({ delayP99Ms: expect.any(Number), blocking: expect.any(Array) })
  expect(body.memory).toMatchObject({ heapUsed: expect.any(Number), growing: expect.any(Array) })
})

const addCustomer = (organization: TestOrganization, companyName: string) =>
  organization.owner.call('POST', '/crm/customers', { body: { companyName } })

/** Runs a `wasla` command in this process; what it prints. */
async function wasla(...args: string[]): Promise<string> {
  const lines: string[] = []
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => void lines.push(parts.join(' '))),
    vi.spyOn(console, 'table').mockImplementation((rows: unknown) => void lines.push(JSON.stringify(rows))),
  ]
  vi.stubEnv('DATABASE_URL', host.database)
  try {
    await runCommandLine(['node', 'wasla', ...args], {} as Kernel)
  } finally {
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
  }
  return lines.join('\n')
}

test('the operator sees queues, dead and parked ones on the command line, and redrives and cancels them', async () => {
  const dead = await start('failing')
  await eventually(async () => expect(await stateOf(dead)).toBe('dead'))
  const queues = JSON.parse(await wasla('jobs', 'list')) as { queue: string; dead: number; plugin: string }[]
  expect(queues.find(({ queue }) => queue === 'worker.failing')).toMatchObject({
    plugin: 'worker',
    dead: expect.any(Number),
    lagSeconds: expect.any(Number),
  })
  const listed = await wasla('jobs', 'dead', '--queue', 'worker.failing', '--organization', ours.id)
  expect(listed.split('\n').find((line) => line.startsWith(dead))).toMatch(
    /worker\.failing {2}1 attempts .*there is nothing to work on$/,
  )
  expect(await wasla('jobs', 'dead', '--organization', theirs.id)).toBe('Nothing is dead.')
  expect(await wasla('jobs', 'redrive', dead)).toBe('1 redriven.')
  await eventually(async () => expect(await stateOf(dead)).toBe('dead'))

  await theirs.switch('worker', false)
  await addCustomer(theirs, 'Parked')
  await eventually(async () =>
    expect(await wasla('jobs', 'parked')).toMatch(
      new RegExp(`worker\\.listen {2}waits for worker of ${theirs.id}`),
    ),
  )
  expect(heard).not.toContain('Parked')
  await theirs.switch('worker', true)
  await eventually(() => expect(heard).toContain('Parked'))
  expect(await wasla('jobs', 'parked', '--queue', 'worker.listen')).toBe('Nothing is parked.')

  const running = await start('counting')
  await eventually(async () => expect(await stateOf(running)).toBe('running'))
  expect(await wasla('jobs', 'cancel', running)).toBe(`${running} cancelled.`)
  await eventually(async () => expect(await stateOf(running)).toBe('cancelled'))
  expect(await wasla('jobs', 'cancel', running)).toContain('has ended already')
  process.exitCode = undefined
})

test('the operator sees the log, how far subscribers are behind and who holds leases, and replays a range', async () => {
  const since = new Date().toISOString()
  await addCustomer(ours, 'Logged')
  const times = () => heard.filter((name) => name === 'Logged').length
  await eventually(() => expect(times()).toBe(1))
  const log = await wasla('events', 'list', '--name', customerCreated.name, '--organization', ours.id)
  expect(log).toMatch(new RegExp(`crm\\.customer\\.created {2}\\S+ {2}of ${ours.id} {2}in \\S+`))
  const correlation = / in (\S+)/.exec(log)?.[1] ?? ''
  expect((await wasla('events', 'list', '--correlation', correlation)).split('\n')).toHaveLength(1)
  await eventually(async () => {
    const lags = JSON.parse(await wasla('events', 'lag')) as { subscriber: string }[]
    expect(lags.find(({ subscriber }) => subscriber === 'worker.listen')).toMatchObject({
      event: customerCreated.name,
      waiting: 0,
      parked: 0,
      dead: 0,
    })
  })
  expect(await wasla('events', 'replay', 'worker.listen', '--from', since, '--organization', ours.id)).toBe(
    '1 events are delivered once more to worker.listen.',
  )
  await eventually(() => expect(times()).toBe(2))
  const leases = JSON.parse(await wasla('singletons')) as { organizationId: string }[]
  expect(leases.find(({ organizationId }) => organizationId === ours.id)).toMatchObject({
    name: 'worker.pulse',
    state: 'running',
    host: expect.any(String),
    token: expect.stringMatching(/^[1-9]/),
  })
})

test('an operator sees and does the same over the API, and nobody else', async () => {
  const staff = await host.organization('Staff')
  const { owner } = staff
  expect((await owner.call('GET', '/operator/queues')).body.code).toBe('operators_only')
  await host.query('insert into platform.operators (user_id) values ($1)', [owner.userId])
  const items = async (path: string) => (await owner.call('GET', path)).body.items
  const dead = await start('failing')
  await eventually(async () => expect(await stateOf(dead)).toBe('dead'))
  const ofOurs = `organizationId=${ours.id}`
  expect(await items('/operator/queues')).toContainEqual(
    expect.objectContaining({ queue: 'worker.failing', plugin: 'worker', dead: expect.any(Number) }),
  )
  expect(await items(`/operator/jobs?state=dead&job=worker.failing&limit=1&${ofOurs}`)).toMatchObject([
    { id: dead, organizationId: ours.id, error: 'there is nothing to work on' },
  ])
  expect(await items(`/operator/jobs?state=dead&organizationId=${theirs.id}`)).toEqual([])
  const { body } = await owner.call('POST', '/operator/jobs/redrive', { body: { ids: [dead] } })
  expect(body).toEqual({ redriven: 1 })
  await eventually(async () => expect(await stateOf(dead)).toBe('dead'))
  const running = await start('counting')
  await eventually(async () => expect(await stateOf(running)).toBe('running'))
  expect((await owner.call('POST', `/operator/jobs/${running}/cancel`)).status).toBe(204)
  expect(await stateOf(running)).toBe('cancelled')
  expect((await owner.call('POST', `/operator/jobs/${running}/cancel`)).body.code).toBe('job_not_found')

  const from = new Date().toISOString()
  await addCustomer(ours, 'Once more')
  const times = () => heard.filter((name) => name === 'Once more').length
  await eventually(() => expect(times()).toBe(1))
  const [event] = await items(`/operator/events?limit=1&name=${customerCreated.name}&${ofOurs}`)
  expect(event).toMatchObject({ name: customerCreated.name, organizationId: ours.id, depth: 0 })
  expect(event.organizationName).toEqual(expect.any(String))
  const { body: newest } = await owner.call('GET', `/operator/events?limit=1&${ofOurs}`)
  const { body: next } = await owner.call(
    'GET',
    `/operator/events?limit=1&${ofOurs}&cursor=${encodeURIComponent(newest.nextCursor)}`,
  )
  expect(next.items[0].id < newest.items[0].id).toBe(true)
  await eventually(async () =>
    expect(await items('/operator/subscribers')).toContainEqual(
      expect.objectContaining({ subscriber: 'worker.listen', waiting: 0, parked: 0 }),
    ),
  )
  const range = { subscriber: 'worker.listen', from, until: new Date().toISOString() }
  expect((await owner.call('POST', '/operator/replays', { body: range })).body).toEqual({ replayed: 1 })
  await eventually(() => expect(times()).toBe(2))
  expect(await items('/operator/singletons')).toContainEqual(
    expect.objectContaining({ name: 'worker.pulse', organizationId: ours.id, state: 'running' }),
  )
})

test('one trace shows what a request led to: its event, what heard of it and the job that asked for', async () => {
  const traceId = 'ab'.repeat(16)
  const spans = () => exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
  const named = (name: string) => {
    const span = spans().find((each) => each.name.startsWith(name))
    expect(span, name).toBeDefined()
    return span!
  }
  const { status } = await ours.owner.call('POST', '/crm/customers', {
    body: { companyName: 'Traced' },
    headers: { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` },
  })
  expect(status).toBe(201)
  const [request, delivery, run] = await eventually(() => [
    named('POST /api/v1/crm/customers'),
    named('deliver worker.listen'),
    named('run worker.counted'),
  ])
  expect(delivery.parentSpanContext?.spanId).toBe(request.spanContext().spanId)
  expect(delivery.links[0]?.context.spanId).toBe(request.spanContext().spanId)
  expect(run.parentSpanContext?.spanId).toBe(delivery.spanContext().spanId)
  const [event] = await host.query(
    `select id, correlation_id, traceparent from platform.event_log where payload ->> 'companyName' = 'Traced'`,
  )
  expect(event.traceparent).toBe(`00-${traceId}-${request.spanContext().spanId}-01`)
  expect(delivery.attributes).toMatchObject({
    'wasla.module': 'worker',
    'wasla.event_id': event.id,
    'wasla.correlation_id': event.correlation_id,
    'wasla.attempt': 1,
  })
  expect(run.attributes).toMatchObject({
    'wasla.correlation_id': event.correlation_id,
    'wasla.causation_id': event.id,
  })
  const failed = await start('failing')
  await eventually(() => {
    const span = exporter.getFinishedSpans().find(({ attributes }) => attributes['wasla.job_id'] === failed)
    expect(span).toMatchObject({ name: 'run worker.failing', status: { code: SpanStatusCode.ERROR } })
  })
})
