import { expect, test } from 'vitest'
import { momentText } from './moment-text.ts'

const DAY = 86_400_000

test('a moment is written as toISOString writes it', () => {
  const moments = [0, 1, 999, 59_999, DAY - 1, DAY, 256 * DAY, 951_782_400_000, 253_402_300_799_999]
  // Days that share a place, and in turns.
  for (let time = 1_790_000_000_000; time < 1_900_000_000_000; time += 64 * DAY + 7_654_321)
    moments.push(time)
  moments.push(-1, -62_135_596_800_000, 253_402_300_800_000, 8_640_000_000_000_000)
  const texts = [...moments, ...moments.toReversed()].map((time) => [time, momentText(new Date(time))])
  expect(texts).toEqual(texts.map(([time = 0]) => [time, new Date(time).toISOString()]))
})

test('what is no moment is refused as toISOString refuses it', () => {
  expect(() => momentText(new Date(Number.NaN))).toThrow(RangeError)
})
