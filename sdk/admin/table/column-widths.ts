import type { Column } from './table-types.ts'

// In rem: what letters take on average and the wider digits, the space beside a cell, and how far a column may insist.
const LETTER = 0.46
const DIGIT = 0.57
const PADDING = 1.7
const WIDEST = { title: 12, other: 11 }
// A badge or a name that is looked up; a moment as it is shown.
const DRAWN = 4.2
const MOMENT = 6.5
// The longest few are cut rather than that all others stand far apart.
const USUAL = 0.9
const LOOKED_AT = 100

const ISO_MOMENT = /^\d{4}-\d\d-\d\dT/

function lengthOf(text: string): number {
  const digits = text.replaceAll(/[^\d+]/g, '').length
  return digits * DIGIT + (text.length - digits) * LETTER
}

/** What a row holds under each of the fields. */
function fieldsOf<Row>(row: Row, fields: NonNullable<Column<Row>['csv']>): unknown[] {
  return [fields]
    .flat()
    .map((field) =>
      field
        .split('.')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], row),
    )
}

function needs<Row>({ cell, csv }: Column<Row>, row: Row): number {
  const drawn = cell(row)
  if (typeof drawn === 'string' || typeof drawn === 'number') return lengthOf(String(drawn))
  if (csv === undefined) return drawn === null ? 0 : DRAWN
  const text = String(fieldsOf(row, csv).find((value) => value !== null && value !== undefined) ?? '')
  return ISO_MOMENT.test(text) ? MOMENT : lengthOf(text)
}

function usual(lengths: readonly number[]): number {
  return lengths.toSorted((a, b) => a - b)[Math.ceil(lengths.length * USUAL) - 1] ?? 0
}

/**
 * The grid of a list whose rows do not know of each other: each column needs what it usually holds and shares what is
 * left by that, the first having most of it. Where they need more than there is, the list is scrolled.
 */
export function columnWidths<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  actions: boolean,
): string {
  const looked = rows.slice(0, LOOKED_AT)
  const widths = columns.map((column, place) => {
    const needed =
      PADDING + Math.max(lengthOf(`${column.header} `), usual(looked.map((row) => needs(column, row))))
    const least = Math.min(needed, place === 0 ? WIDEST.title : WIDEST.other)
    return `minmax(${least.toFixed(1)}rem, ${(needed * (place === 0 ? 1.3 : 1)).toFixed(1)}fr)`
  })
  return [...widths, ...(actions ? ['6rem'] : [])].join(' ')
}
