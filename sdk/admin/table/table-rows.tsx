import { memo, type ReactNode } from 'react'
import { CutText } from '../display/cut-text.tsx'
import { RowLink } from './row-link.tsx'
import type { Column } from './table-types.ts'

export interface RowsProps<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly rowLink: ((row: Row) => string) | undefined
  readonly onOpen: ((row: Row) => void) | undefined
  readonly rowActions: ((row: Row) => ReactNode) | undefined
}

const LINK =
  'max-w-full min-w-0 rounded-sm after:absolute after:inset-0 after:content-[""] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'

/** The first cell's link or button covers its whole row. */
function Opening<Row>({
  row,
  rowLink,
  onOpen,
  children,
}: Pick<RowsProps<Row>, 'rowLink' | 'onOpen'> & { row: Row; children: ReactNode }) {
  if (rowLink !== undefined)
    return (
      <RowLink to={rowLink(row)} className={LINK}>
        {children}
      </RowLink>
    )
  if (onOpen === undefined) return children
  return (
    <button type="button" className={`${LINK} text-start font-[inherit]`} onClick={() => onOpen(row)}>
      {children}
    </button>
  )
}

/** Above the cover of the row, so that it can be reached. */
const ABOVE = 'relative z-1 flex items-center justify-end gap-1'

/** What a column draws itself follows the page, and not the direction of what people typed. */
function Content({ children }: { children: ReactNode }) {
  return typeof children === 'object' ? children : <CutText>{children}</CutText>
}

type RowProps<Row> = Omit<RowsProps<Row>, 'rows' | 'rowKey'> & {
  readonly row: Row
  /** Its place in a list of which only a part is drawn; there its cells follow the list's grid. */
  readonly index: number | undefined
}

function DrawnRow<Row>({ row, index, columns, rowActions, rowLink, onOpen }: RowProps<Row>) {
  const grid =
    index === undefined
      ? 'first:border-t-0'
      : 'grid grid-cols-(--columns) [&>td]:max-w-none [&>td]:content-center'
  return (
    <tr
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={`relative border-t border-line bg-raised hover:bg-surface ${grid}`}
    >
      {columns.map((column, place) => (
        <td
          key={column.id}
          className={`h-11 max-w-48 truncate px-3 xl:max-w-72 first:ps-4 first:font-medium last:pe-4 ${column.numeric === true ? 'text-end tabular-nums' : 'text-start'}`}
        >
          {place === 0 ? (
            <Opening row={row} rowLink={rowLink} onOpen={onOpen}>
              <Content>{column.cell(row)}</Content>
            </Opening>
          ) : (
            <Content>{column.cell(row)}</Content>
          )}
        </td>
      ))}
      {rowActions !== undefined && (
        // In sight also where the list is scrolled.
        <td className="sticky inset-e-0 bg-inherit px-2">
          <div className={ABOVE}>{rowActions(row)}</div>
        </td>
      )}
    </tr>
  )
}

// While a list is scrolled, only the rows that come into sight are drawn.
const TableRow = memo(DrawnRow) as typeof DrawnRow

/** @param from the place of the first of them in a list of which only a part is drawn */
export function TableRows<Row>({
  rows,
  from,
  rowKey,
  columns,
  rowActions,
  rowLink,
  onOpen,
}: RowsProps<Row> & { from?: number }) {
  return rows.map((row, offset) => (
    <TableRow
      key={rowKey(row)}
      row={row}
      index={from === undefined ? undefined : from + offset}
      columns={columns}
      rowActions={rowActions}
      rowLink={rowLink}
      onOpen={onOpen}
    />
  ))
}

/** The same rows on a telephone: two lines each. */
export function NarrowRows<Row>({ rows, columns, rowKey, rowActions, ...opening }: RowsProps<Row>) {
  const titles = columns.filter(({ narrow }) => narrow === 'title')
  const details = columns.filter(({ narrow }) => narrow === 'detail')
  return rows.map((row) => (
    <li
      key={rowKey(row)}
      className="relative flex items-center gap-2 border-t border-line px-4 py-2.5 first:border-t-0"
    >
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          <Opening row={row} {...opening}>
            {titles.map((column) => (
              <Content key={column.id}>{column.cell(row)}</Content>
            ))}
          </Opening>
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-muted [&_[data-empty]]:hidden">
          {details.map((column) => (
            <Content key={column.id}>{column.cell(row)}</Content>
          ))}
        </p>
      </div>
      {rowActions !== undefined && <div className={ABOVE}>{rowActions(row)}</div>}
    </li>
  ))
}
