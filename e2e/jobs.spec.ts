import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { defineJob, defineRoutes } from '@wasla/sdk'
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

beforeAll(async () => {
  folder = await pluginFolder(
    {
      id: 'worker',
      permissions: [{ resource: 'things', actions: ['read', 'write'], title: { en: 'Things', ar: 'أشياء' } }],
    },
    { jobs: [failing, counting], routes: [routes] },
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
  expect(body.eventLoop).toMatchObject({ heapUsed: expect.any(Number), blocking: expect.any(Array) })
})
