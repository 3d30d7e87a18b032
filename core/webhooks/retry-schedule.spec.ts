import { expect, test } from 'vitest'
import { readRetryAfter, secondsToNextAttempt } from './retry-schedule.ts'

test('ten attempts over 75 hours, more with jitter', () => {
  const total = (random: () => number) => {
    let seconds = 0
    let attempts = 1
    for (
      let pause = secondsToNextAttempt(attempts, 0, random);
      pause !== undefined;
      pause = secondsToNextAttempt(attempts, 0, random)
    ) {
      seconds += pause
      attempts += 1
    }
    return { attempts, hours: Math.round(seconds / 3600) }
  }
  expect(total(() => 0)).toEqual({ attempts: 10, hours: 76 })
  expect(total(() => 1)).toEqual({ attempts: 10, hours: 83 })
})

test('the receiver may ask for a longer pause, up to a day', () => {
  expect(secondsToNextAttempt(1, 120, () => 0)).toBe(120)
  expect(secondsToNextAttempt(2, 120, () => 0)).toBe(300)
  expect(secondsToNextAttempt(1, 10 ** 8, () => 0)).toBe(86_400)
  expect(secondsToNextAttempt(10, 120)).toBeUndefined()
})

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-20T10:00:00Z')
  expect(readRetryAfter('90', now)).toBe(90)
  expect(readRetryAfter('Fri, 20 Nov 2026 10:01:00 GMT', now)).toBe(60)
  expect(readRetryAfter('Fri, 20 Nov 2026 09:00:00 GMT', now)).toBe(0)
  expect(readRetryAfter('soon', now)).toBeUndefined()
})
