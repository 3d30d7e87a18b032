import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('quotes what holds separators, and keeps empty values empty', () => {
  expect(toCsv([['a,b', 'say "hi"', null, 7]])).toBe('\uFEFF"a,b","say ""hi""",,7\r\n')
})

test('a cell that a spreadsheet would run as a formula becomes a text; a phone number stays', () => {
  expect(toCsv([['=1+1', '@x', '+966 50 123 4567']])).toBe("\uFEFF'=1+1,'@x,+966 50 123 4567\r\n")
})
