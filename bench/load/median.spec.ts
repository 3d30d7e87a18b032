import { expect, test } from 'vitest'
import { median, quantile } from './median.ts'

test('stand between samples where they fall between them', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5)
  expect(quantile([7], 0.99)).toBe(7)
  expect(median([])).toBeNaN()
})
