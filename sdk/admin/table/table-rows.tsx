import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Column } from './table-types.ts'

export interface RowsProps<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly rowLink: ((row: Row) => string) | undefined
}

const LINK =
  'rounded-sm after:absolute after:inset-0 after:content-[""] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'

/** The first cell's link covers its whole row. */
function Linked({ to, children }: { to: string | undefined; children: ReactNode }) {
  return to === undefined ? (
    children
  ) : (
    <Link to={to} className={LINK}>
      {children}
    </Link>
  )
}

export function TableRows<Row>({ rows, columns, rowKey, rowLink }: RowsProps<Row>) {
  return rows.map((row) => (
    <tr
      key={rowKey(row)}
      className="relative border-t border-line transition-colors first:border-t-0 hover:bg-surface"
    >
      {columns.map((column, index) => (
        <td
          key={column.id}
          className={`h-11 max-w-72 truncate px-3 first:ps-4 first:font-medium last:pe-4 ${column.numeric === true ? 'text-end tabular-nums' : 'text-start'}`}
        >
          {index === 0 ? (
            <Linked to={rowLink?.(row)}>
              <bdi>{column.cell(row)}</bdi>
            </Linked>
          ) : (
            <bdi>{column.cell(row)}</bdi>
          )}
        </td>
      ))}
    </tr>
  ))
}

/** The same rows on a telephone: two lines each. */
export function NarrowRows<Row>({ rows, columns, rowKey, rowLink }: RowsProps<Row>) {
  const titles = columns.filter(({ narrow }) => narrow === 'title')
  const details = columns.filter(({ narrow }) => narrow === 'detail')
  return rows.map((row) => (
    <li key={rowKey(row)} className="relative border-t border-line px-4 py-2.5 first:border-t-0">
      <p className="flex items-center gap-2 font-medium">
        <Linked to={rowLink?.(row)}>
          {titles.map((column) => (
            <bdi key={column.id}>{column.cell(row)}</bdi>
          ))}
        </Linked>
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-muted">
        {details.map((column) => (
          <bdi key={column.id}>{column.cell(row)}</bdi>
        ))}
      </p>
    </li>
  ))
}
