import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { definePlugin, defineRoutes, type SystemContext } from '@wasla/sdk'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { crm } from '../plugin.ts'
import { crmPrivacy } from '../server/crm.privacy.ts'

const subject = z.object({
  email: z.string().optional(),
  phone: z.string().optional(),
  userId: z.uuid().optional(),
})

/** Until the platform asks for it, the section is reached by a route of the test's own. */
const privacyRoutes = defineRoutes((app) => {
  app.post(
    '/privacy/:action',
    {
      config: { member: true },
      schema: { params: z.object({ action: z.enum(['export', 'erase']) }), body: subject },
    },
    async (request) => {
      const ctx = request.context as unknown as SystemContext
      return crmPrivacy[request.params.action](ctx, request.body, { progress: async () => {} })
    },
  )
})

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  const plugin = definePlugin({ ...crm, routes: [...(crm.routes ?? []), privacyRoutes] })
  const directory = dirname(fileURLToPath(new URL('../plugin.json', import.meta.url)))
  host = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [{ directory, load: async () => ({ plugin }) }],
  })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
  for (const { owner } of [ours, theirs]) {
    for (const customer of [
      { companyName: 'By mail', contactName: 'Maria', email: 'maria@example.com' },
      { companyName: 'By phone', contactName: 'Maria', phone: '+966501234567' },
      { companyName: 'Somebody else', contactName: 'Ana', email: 'ana@example.com' },
    ]) {
      expect((await owner.call('POST', '/crm/customers', { body: customer })).status).toBe(201)
    }
  }
})

afterAll(() => host.stop())

const ask = async (action: 'export' | 'erase', body: object) =>
  (await ours.owner.call('POST', `/crm/privacy/${action}`, { body })).body

const maria = { email: 'Maria@Example.com', phone: '+966501234567' }

test('a person is found by any way in which they are known, in this organization', async () => {
  const [found] = await ask('export', maria)
  expect(found.type).toBe('customers')
  expect(found.records.map((record: { companyName: string }) => record.companyName).sort()).toEqual([
    'By mail',
    'By phone',
  ])
  expect(await ask('export', {})).toEqual([
    { type: 'customers', records: [] },
    { type: 'activities', records: [] },
  ])
})

test('a person is forgotten, the company stays, and nobody else is touched', async () => {
  expect(await ask('erase', maria)).toEqual([{ type: 'customers', erased: 0, anonymised: 2, kept: [] }])
  expect((await ask('export', maria))[0].records).toEqual([])
  const mine = (await ours.owner.call('GET', '/crm/customers')).body.items
  expect(mine.map((item: object) => Object.values(item).includes('Maria'))).toEqual([false, false, false])
  expect(mine).toMatchObject([
    { contactName: 'Ana' },
    { companyName: 'By phone' },
    { companyName: 'By mail' },
  ])
  const foreign = (await theirs.owner.call('GET', '/crm/customers?search=maria')).body.items
  expect(foreign).toHaveLength(2)
  expect(await ask('erase', maria)).toMatchObject([{ anonymised: 0 }])
})

test('a member is told what they noted, and forgotten without losing what happened', async () => {
  const colleague = await ours.member('manager')
  const [customer] = (await ours.owner.call('GET', '/crm/customers')).body.items
  const noted = await colleague.call('POST', `/crm/customers/${customer.id}/activities`, {
    body: { kind: 'call', subject: 'Rang' },
  })
  expect(noted.status, JSON.stringify(noted.body)).toBe(201)
  await ours.owner.call('PATCH', `/crm/customers/${customer.id}`, { body: { ownerId: colleague.userId } })
  const exported = await ask('export', { userId: colleague.userId })
  expect(exported).toMatchObject([{ records: [] }, { type: 'activities', records: [{ subject: 'Rang' }] }])
  expect(await ask('erase', { userId: colleague.userId })).toMatchObject([
    { type: 'customers', anonymised: 1 },
    { type: 'activities', anonymised: 1 },
  ])
  const path = `/crm/customers/${customer.id}`
  expect((await ours.owner.call('GET', path)).body.ownerId).toBeNull()
  const { items } = (await ours.owner.call('GET', `${path}/activities`)).body
  expect(items).toMatchObject([{ subject: 'Rang', authorId: null }])
})
