import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber } from '@wasla/sdk'
import { note } from './_contexts.ts'
import { createTestPlatform, until, type TestPlatform } from './_platform.ts'

const customerCreated = defineEvent({ name: 'crm.customer.created', version: 1, payload: z.strictObject({ name: z.string() }) })
const greet = defineSubscriber({
  name: 'ticketing.greet-new-customer',
  event: customerCreated,
  handle: (ctx, event) => note(ctx, `hello ${event.payload.name}`),
})

let platform: TestPlatform

beforeAll(async () => {
  platform = await createTestPlatform({ crm: { events: [customerCreated] }, ticketing: { subscribers: [greet] } })
})
afterAll(() => platform?.close())

const created = (name: string) => ({ name: customerCreated.name, version: 1, payload: { name } })
const notes = async (organizationId: string) =>
  (await platform.rows<{ text: string }>('select text from public.notes where organization_id = $1 order by id', [organizationId])).map(({ text }) => text)

test('an event of a unit of work reaches its subscriber', async () => {
  const organization = await platform.newOrganization()
  const { jobs } = platform.host()
  await jobs.start()
  const outcome = await platform.commit({ organizationId: organization, events: [created('Ada')] })
  expect(outcome.events).toEqual([{ id: expect.any(String), name: customerCreated.name }])
  expect(outcome.queues).toEqual([greet.name])
  jobs.signal()
  await until(async () => (await notes(organization)).length > 0, 'the note of the subscriber')
  expect(await notes(organization)).toEqual(['hello Ada'])
  await jobs.stop()
})
