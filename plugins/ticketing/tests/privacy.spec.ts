import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { definePlugin, defineRoutes, type SystemContext } from '@wasla/sdk'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { ticketing } from '../plugin.ts'
import { ticketingPrivacy } from '../server/ticketing.privacy.ts'

/** Until the platform asks for it, the section is reached by a route of the test's own. */
const privacyRoutes = defineRoutes((app) => {
  app.post(
    '/privacy/:action',
    {
      config: { member: true },
      schema: {
        params: z.object({ action: z.enum(['export', 'erase']) }),
        body: z.object({ userId: z.uuid().optional() }),
      },
    },
    async (request) => {
      const ctx = request.context as unknown as SystemContext
      return ticketingPrivacy[request.params.action](ctx, request.body, { progress: async () => {} })
    },
  )
})

let host: TestHost
let ours: TestOrganization

beforeAll(async () => {
  const plugin = definePlugin({ ...ticketing, routes: [...(ticketing.routes ?? []), privacyRoutes] })
  const directory = dirname(fileURLToPath(new URL('../plugin.json', import.meta.url)))
  host = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [{ directory, load: async () => ({ plugin }) }],
  })
  ours = await host.organization('Ours', ['ticketing'])
})

afterAll(() => host.stop())

test('a member is told what they wrote, and forgotten without losing what was said', async () => {
  const agent = await ours.member('agent')
  const { body: ticket } = await agent.call('POST', '/tickets', { body: { subject: 'By the agent' } })
  await agent.call('POST', `/tickets/${ticket.id}/comments`, {
    body: { body: 'Their words', internal: true },
  })
  await ours.owner.call('POST', `/tickets/${ticket.id}/comments`, { body: { body: 'Words of another' } })
  await ours.owner.call('POST', `/tickets/${ticket.id}/assign`, { body: { assigneeId: agent.userId } })
  const ask = async (action: string, body: object) =>
    (await ours.owner.call('POST', `/tickets/privacy/${action}`, { body })).body

  expect(await ask('export', { userId: agent.userId })).toMatchObject([
    { type: 'tickets', records: [{ subject: 'By the agent' }] },
    { type: 'comments', records: [{ body: 'Their words' }] },
  ])
  expect(await ask('export', {})).toEqual([])

  expect(await ask('erase', { userId: agent.userId })).toEqual([
    { type: 'comments', erased: 0, anonymised: 1, kept: [] },
    { type: 'tickets', erased: 0, anonymised: 2, kept: [] },
  ])
  expect((await ours.owner.call('GET', `/tickets/${ticket.id}`)).body).toMatchObject({
    subject: 'By the agent',
    openedById: null,
    assigneeId: null,
  })
  const { items } = (await ours.owner.call('GET', `/tickets/${ticket.id}/comments`)).body
  expect(items).toMatchObject([
    { body: 'Their words', authorId: null },
    { body: 'Words of another', authorId: ours.owner.userId },
  ])
})
