import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('quotes what holds a comma, a quote or a line break, and leaves out what is not there', () => {
  expect(csvLine(['a,b', 'say "hi"', null, undefined, 7, -7])).toBe('"a,b","say ""hi""",,,7,-7\r\n')
  expect(csvLine(['two\nlines', { a: 1 }])).toBe('"two\nlines","{""a"":1}"\r\n')
})

test('no cell is run as a formula, and a phone stays one', () => {
  expect(csvLine(['=1+1', '@x', '-2+3', '+966 50 123 4567'])).toBe("'=1+1,'@x,'-2+3,+966 50 123 4567\r\n")
})
