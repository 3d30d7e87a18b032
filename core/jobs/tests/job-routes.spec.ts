import { randomUUID } from 'node:crypto'
import { fastify, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob, isWaslaError, type RouteServer } from '@wasla/sdk'
import { jobRoutes } from '../job-routes.ts'
import { createTestPlatform, scopeOf, until, type TestPlatform } from './_platform.ts'

const score = defineJob({
  name: 'crm.score',
  payload: z.strictObject({ fail: z.boolean() }),
  retry: { limit: 0 },
  run: async (_ctx, { fail }) => {
    if (fail) throw new Error('no such customer')
    return { scored: 3 }
  },
})

let platform: TestPlatform
let app: FastifyInstance
let organization: string

beforeAll(async () => {
  platform = await createTestPlatform({ crm: { jobs: [score] } })
  organization = await platform.newOrganization()
  app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, _request, reply) =>
    reply.code(isWaslaError(error) ? 404 : 500).send({ code: (error as { code?: string }).code }),
  )
  app.addHook('onRequest', async (request) => {
    const organizationId = request.headers['x-organization'] as string
    request.actor = { ...scopeOf(organizationId), role: 'owner', principal: { kind: 'user' } } as never
  })
  app.decorateRequest('actor', null)
  jobRoutes(app as unknown as RouteServer, { platform: platform.platform, wake: () => {} })
})
afterAll(async () => {
  await app?.close()
  await platform?.close()
})

const get = (id: string, as = organization) =>
  app.inject({ url: `/jobs/${id}`, headers: { 'x-organization': as } })

test('a member sees a job of the organization from its beginning to its end, and nobody else does', async () => {
  const { jobs } = platform.host({ pollMs: 50 })
  const good = await jobs.enqueue(scopeOf(organization), score, { fail: false })
  const bad = await jobs.enqueue(scopeOf(organization), score, { fail: true })
  expect((await get(good)).json()).toEqual({
    id: good,
    job: 'crm.score',
    plugin: 'crm',
    state: 'waiting',
    progress: 0,
    message: null,
    attempts: 0,
    createdAt: expect.stringMatching(/^\d{4}-/),
    startedAt: null,
    finishedAt: null,
    output: null,
    error: null,
  })
  await jobs.start()
  await until(
    async () => (await get(bad)).json().state === 'dead' && (await get(good)).json().state === 'completed',
    'both to end',
  )
  expect((await get(good)).json()).toMatchObject({
    progress: 1,
    attempts: 1,
    output: { scored: 3 },
    finishedAt: expect.any(String),
  })
  expect((await get(bad)).json()).toMatchObject({ error: { code: null, message: 'no such customer' } })
  for (const answer of [await get(good, await platform.newOrganization()), await get(randomUUID())]) {
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ code: 'job_not_found' })
  }
  await jobs.stop()
})
