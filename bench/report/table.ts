import type { Finding } from '../measurements/measurement.ts'

/** The findings as people read them, in Markdown that also suits a terminal. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, ratio, bar, detail }) => [
    name,
    ratio.toFixed(2),
    bar.toFixed(2),
    ratio >= bar ? 'yes' : 'NO',
    detail,
  ])
  const head = ['measured', 'ratio', 'bar', 'passes', 'figures of this run']
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
