/** Without a byte order mark spreadsheet programs take Arabic for something else. */
export const CSV_BEGIN = '\uFEFF'

/** A line of a CSV file (RFC 4180). */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

/** A text that begins like a formula would be run by a spreadsheet, so it begins with an apostrophe instead; numbers of phones are none. */
function csvCell(value: unknown): string {
  const text = textOf(value)
  const runs = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) && !/^\+?[\d\s()-]+$/.test(text)
  const inert = runs ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
