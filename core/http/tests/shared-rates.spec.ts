import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdentityDatabase } from '../../identity/tests/_identity.ts'
import { SharedRateCounts } from '../shared-rate-counts.ts'
import { quietLog } from './_server.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
beforeAll(async () => {
  database = await createIdentityDatabase()
})
afterAll(() => database.drop())

const aHost = () => new SharedRateCounts(database.connect().platform, quietLog)
const times = (counts: SharedRateCounts, key: string, number: number, max = 100) => {
  let current = 0
  for (let count = 0; count < number; count += 1) ({ current } = counts.count(key, max))
  return current
}

test('two hosts have one limit between them, but for what came since they last spoke', async () => {
  const [one, other] = [aHost(), aHost()]
  expect(times(one, 'key', 60)).toBe(60)
  await one.tell()
  expect(times(other, 'key', 30)).toBe(30)
  await other.tell()
  expect(times(other, 'key', 1)).toBe(91)
  times(one, 'key', 1)
  await one.tell()
  expect(times(one, 'key', 1)).toBe(92)
  await Promise.all([one.tell(), other.tell()])
  await Promise.all([one.tell(), other.tell()])
  times(one, 'key', 1)
  times(other, 'key', 1)
  await one.tell()
  await other.tell()
  expect(times(other, 'key', 1)).toBe(96)
  expect(times(other, 'another key', 1)).toBe(1)
})

test('a minute that is over is over on all hosts', async () => {
  const [one, other] = [aHost(), aHost()]
  times(one, 'minute', 50)
  await one.tell()
  await database.admin.query(
    `update platform.rate_counts set ends_at = now() - interval '1 s' where key = 'minute'`,
  )
  times(other, 'minute', 20)
  await other.tell()
  expect(times(other, 'minute', 1)).toBe(21)
})

test('who is far from their limit costs no write', async () => {
  const { platform, queries } = database.connect()
  const counts = new SharedRateCounts(platform, quietLog)
  times(counts, 'quiet', 4)
  await counts.tell()
  expect(queries).toEqual([])
  times(counts, 'quiet', 1)
  await counts.tell()
  expect(queries).toHaveLength(1)
})
