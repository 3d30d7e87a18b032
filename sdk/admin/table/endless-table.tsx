import { memo, useEffect, useMemo, type CSSProperties, type ReactNode } from 'react'
import { useNarrow } from '../layout/use-narrow.ts'
import { columnWidths } from './column-widths.ts'
import { NarrowRows, TableRows, type RowsProps } from './table-rows.tsx'
import { BLOCK, ROW, useBlocksInSight } from './use-blocks-in-sight.ts'

// Rows asked for before they are needed.
const AHEAD = 30
const HEADING = 36
export interface EndlessTableProps<Row> extends RowsProps<Row> {
  readonly label: string
  readonly heading: ReactNode
  /** Those of a telephone, whatever was chosen. */
  readonly narrowColumns: RowsProps<Row>['columns']
  readonly loadMore: (() => void) | undefined
  readonly moreLabel: string
}

function NarrowList<Row>({
  label,
  loadMore,
  moreLabel,
  ...rows
}: Omit<EndlessTableProps<Row>, 'heading' | 'narrowColumns'>) {
  return (
    <>
      <ul aria-label={label} className="*:[contain-intrinsic-size:auto_4rem] *:[content-visibility:auto]">
        <NarrowRows {...rows} />
      </ul>
      {loadMore !== undefined && (
        <button
          type="button"
          onClick={loadMore}
          className="w-full border-t border-line py-3 font-medium text-accent-strong"
        >
          {moreLabel}
        </button>
      )}
    </>
  )
}

/** A few rows at their place, laid out and painted without regard to the others. */
function DrawnBlock<Row>({ index, rows, ...handling }: RowsProps<Row> & { index: number }) {
  const own = rows.slice(index * BLOCK, (index + 1) * BLOCK)
  return (
    <tbody
      className="absolute inset-x-0 block contain-strict"
      style={{ insetBlockStart: HEADING + index * BLOCK * ROW, blockSize: own.length * ROW }}
    >
      <TableRows {...handling} rows={own} from={index * BLOCK} />
    </tbody>
  )
}

const Block = memo(DrawnBlock) as typeof DrawnBlock

function WideTable<Row>({
  label,
  heading,
  loadMore,
  moreLabel: _moreLabel,
  ...rows
}: Omit<EndlessTableProps<Row>, 'narrowColumns'>) {
  const count = rows.rows.length
  const { first, end, onScroll } = useBlocksInSight(count)
  useEffect(() => {
    if (end * BLOCK + AHEAD >= count) loadMore?.()
  }, [end, count, loadMore])
  const actions = rows.rowActions !== undefined
  // By what the first rows held when they came: a list does not shift while it is looked at.
  const shown = rows.columns.map(({ id, header }) => `${id} ${header}`).join()
  const widths = useMemo(() => columnWidths(rows.columns, rows.rows, actions), [shown, actions])
  const columns = { '--columns': widths }
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={label}
      onScroll={onScroll}
      className="max-h-[72dvh] overflow-auto"
    >
      <table
        aria-label={label}
        aria-rowcount={loadMore === undefined ? count : -1}
        className="relative block w-max min-w-full"
        style={{ ...columns, blockSize: HEADING + count * ROW } as CSSProperties}
      >
        <thead className="sticky top-0 z-2 block bg-surface shadow-[0_1px_var(--line)] [&_tr]:grid [&_tr]:grid-cols-(--columns) [&_th]:content-center">
          {heading}
        </thead>
        {Array.from({ length: Math.max(0, end - first) }, (__, offset) => (
          <Block key={first + offset} {...rows} index={first + offset} />
        ))}
      </table>
    </div>
  )
}

/** A list of any length, of which only the rows in sight are drawn. */
export function EndlessTable<Row>({ narrowColumns, ...props }: EndlessTableProps<Row>) {
  return useNarrow() ? <NarrowList {...props} columns={narrowColumns} /> : <WideTable {...props} />
}
