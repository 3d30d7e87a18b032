import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineJob, defineSubscriber } from '@wasla/sdk'
import { note } from './_contexts.ts'
import { createTestPlatform, until, type TestPlatform } from './_platform.ts'

const payload = z.strictObject({})
const created = defineEvent({ name: 'crm.customer.created', version: 1, payload })
const greet = defineSubscriber({
  name: 'ticketing.greet',
  event: created,
  handle: (ctx) => note(ctx, 'hello'),
})
const remind = defineJob({ name: 'ticketing.remind', payload, run: (ctx) => note(ctx, 'reminded') })

let platform: TestPlatform

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { events: [created] },
    ticketing: { subscribers: [greet], jobs: [remind] },
  })
})
afterAll(() => platform?.close())

test("what the database's clock, ten minutes ahead, had put off is due as meant when the clock is right again", async () => {
  const organizationId = await platform.newOrganization()
  await platform.commit({
    organizationId,
    events: [{ name: created.name, version: 1, payload: {} }],
    jobs: [{ queue: remind.name, payload: {}, startAfter: 3600 }],
  })
  await platform.admin.query(
    `update pgboss.job set created_on = created_on + interval '10 min', start_after = start_after + interval '10 min'`,
  )
  const { jobs } = platform.host({ pollMs: 50 })
  await jobs.start()
  const noted = () => platform.rows('select text from public.notes')
  await until(async () => (await noted()).length > 0, 'the event to be delivered')
  expect(await noted()).toEqual([{ text: 'hello' }])
  const [waiting] = await platform.rows<{ minutes: number }>(
    `select round(extract(epoch from start_after - now()) / 60)::int as minutes from pgboss.job where name = $1`,
    [remind.name],
  )
  expect(waiting).toEqual({ minutes: 60 })
  await jobs.stop()
})
