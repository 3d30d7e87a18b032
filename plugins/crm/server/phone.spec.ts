import { describe, expect, it } from 'vitest'
import { countryCode, toE164 } from './phone.ts'

describe('phone numbers', () => {
  it.each([
    ['030-0074321', 'Germany', '+49300074321'],
    ['(171) 555-7788', 'UK', null],
    ['050 123 4567', 'المملكة العربية السعودية', '+966501234567'],
    ['+971 50 123 4567', null, '+971501234567'],
    ['0501234567', null, '+966501234567'],
    ['call me', 'Germany', null],
  ])('reads %s in %s as %s', (written, country, expected) => {
    expect(toE164(written, country, 'SA')).toBe(expected)
  })

  it('knows countries by their names in both languages', () => {
    expect([countryCode('USA'), countryCode('مصر'), countryCode('Atlantis'), countryCode(null)]).toEqual([
      'US',
      'EG',
      undefined,
      undefined,
    ])
  })
})
