import type { ImportRemark } from '../data/customer-import.entity.ts'
import { linesOf } from './read-spreadsheet.ts'

/**
 * The refused lines as they were, with what is wrong behind them: to be mended and imported as it is.
 * `null` when all were taken.
 */
export function errorFile(source: string, remarks: readonly ImportRemark[]): string | null {
  const reasons = Map.groupBy(
    remarks.filter(({ severity }) => severity === 'error'),
    ({ line }) => line,
  )
  if (reasons.size === 0) return null
  const [header, ...lines] = linesOf(source)
  const refused = lines.flatMap(({ cells, line }) => {
    const found = reasons.get(line)
    return found === undefined
      ? []
      : [[...cells, found.map(({ field, message }) => `${field}: ${message}`).join('; ')]]
  })
  // With a byte order mark, or spreadsheet programs take Arabic for something else.
  return `\uFEFF${[[...(header?.cells ?? []), 'Error'], ...refused].map(toLine).join('')}`
}

const toLine = (cells: readonly string[]) =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
