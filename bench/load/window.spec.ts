import { expect, test } from 'vitest'
import { Window } from './window.ts'

test('counts successes once connections are open, for as long as it is asked to', () => {
  let ends = 0
  const window = new Window(2, 0.1, () => (ends += 1))
  for (const now of [0, 1_000]) window.answered(200, now)
  for (const now of [1_010, 1_050, 1_099]) window.answered(200, now)
  window.answered(503, 1_060)
  expect([window.rate, ends]).toEqual([0, 0])
  for (const now of [1_100, 1_101]) window.answered(200, now)
  expect([window.rate, ends]).toEqual([30, 1])
})
