import { describe, expect, it } from 'vitest'
import { readSpreadsheet } from './read-spreadsheet.ts'

describe('reading a spreadsheet', () => {
  it('maps headings in both languages, keeps accents and quoted commas, skips empty fields', () => {
    const { rows, remarks } = readSpreadsheet(
      '\uFEFFالشركة,Contact Name,Phone,City,Colour\n"Comércio, S.A.",Aria Cruz,(11) 555-9857,,red\n',
    )
    expect(remarks).toMatchObject([{ line: 1, severity: 'warning', field: 'Colour' }])
    expect(rows).toEqual([
      {
        line: 2,
        customer: { companyName: 'Comércio, S.A.', contactName: 'Aria Cruz', phone: '(11) 555-9857' },
      },
    ])
  })

  it('refuses bad rows by line and field, and takes the others', () => {
    const { rows, remarks } = readSpreadsheet(
      'CompanyName,Email\nGood,good@example.com\n,nobody@example.com\nBad,not-a-mail\n',
    )
    expect(rows.map((row) => row.line)).toEqual([2])
    expect(remarks.map(({ line, field }) => [line, field])).toEqual([
      [3, 'companyName'],
      [4, 'email'],
    ])
  })

  it.each([
    ['', 'company name'],
    ['a,b\n1,2\n', 'company name'],
    ['CompanyName\n"open', 'Quote'],
  ])('says why %j cannot be imported', (source, reason) => {
    expect(() => readSpreadsheet(source)).toThrow(new RegExp(reason, 'i'))
  })
})
