import { expect, test } from 'vitest'
import { requestId } from './request-id.ts'

const VERSION_8 = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

test('ids are UUIDs, and of ten thousand no two are the same', () => {
  const ids = Array.from({ length: 10_000 }, () => requestId({ headers: {} }))
  expect(ids.filter((id) => !VERSION_8.test(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

test("the caller's own id is kept where it does no harm in a log", () => {
  const given = (id: string) => requestId({ headers: { 'x-request-id': id } })
  expect(given('trace:a.b-c_1')).toBe('trace:a.b-c_1')
  for (const id of ['short', 'with spaces in it', `${'x'.repeat(129)}`]) expect(given(id)).toMatch(VERSION_8)
})
