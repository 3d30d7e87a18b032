import { expect, test } from 'vitest'
import { addMonths, dayIn, firstDayOfWeek, startOfDay, weeksAround } from './calendar-days.ts'

test('a month is shown in whole weeks that begin as the locale has it', () => {
  const monday = weeksAround('2026-11-15', 'month', 1)
  expect([monday[0]?.[0], monday.at(-1)?.[6], monday.length]).toEqual(['2026-10-26', '2026-12-06', 6])
  const saturday = weeksAround('2026-11-15', 'month', 6)
  expect([saturday[0]?.[0], saturday.at(-1)?.[6], saturday.length]).toEqual(['2026-10-31', '2026-12-04', 5])
  expect(weeksAround('2026-11-15', 'week', 6)).toEqual([
    [14, 15, 16, 17, 18, 19, 20].map((date) => `2026-11-${date}`),
  ])
})

test('the week begins on Saturday or Sunday in Arabic countries, on Monday in Britain', () => {
  expect([firstDayOfWeek('ar-EG'), firstDayOfWeek('ar-SA'), firstDayOfWeek('en-GB')]).toEqual([6, 7, 1])
})

test('a month later is the last day where there is none of that number', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
})

test('a moment falls on the day of the time zone, and days begin there, also when the clocks change', () => {
  expect(dayIn('Asia/Riyadh', '2026-11-28T22:30:00Z')).toBe('2026-11-29')
  expect(startOfDay('2026-11-29', 'Asia/Riyadh')).toBe('2026-11-28T21:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
  expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
})
