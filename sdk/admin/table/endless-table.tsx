import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { useNarrow } from '../layout/use-narrow.ts'
import { NarrowRows, TableRows, type RowsProps } from './table-rows.tsx'

const ROW = 45
// Rows asked for before they are needed.
const AHEAD = 30

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

function WideTable<Row>({
  label,
  heading,
  loadMore,

  ...rows
}: Omit<EndlessTableProps<Row>, 'narrowColumns'>) {
  const frame = useRef<HTMLDivElement>(null)
  const count = rows.rows.length
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const end = last?.index
  useEffect(() => {
    if (end !== undefined && end + AHEAD >= count) loadMore?.()
  }, [end, count, loadMore])
  return (
    <div ref={frame} tabIndex={0} role="group" aria-label={label} className="max-h-[72dvh] overflow-auto">
      <table
        aria-label={label}
        aria-rowcount={loadMore === undefined ? count : -1}
        className="w-full table-fixed border-collapse"
      >
        <colgroup>
          <col className="w-1/4" />
        </colgroup>
        <thead className="sticky top-0 z-2 bg-surface shadow-[0_1px_var(--line)]">{heading}</thead>
        <tbody>
          {first !== undefined && first.start > 0 && <tr aria-hidden style={{ blockSize: first.start }} />}
          <TableRows {...rows} rows={rows.rows.slice(first?.index ?? 0, (end ?? -1) + 1)} />
          {last !== undefined && <tr aria-hidden style={{ blockSize: virtual.getTotalSize() - last.end }} />}
        </tbody>
      </table>
    </div>
  )
}

/** A list of any length, of which only the rows in sight are drawn. */
export function EndlessTable<Row>({ narrowColumns, ...props }: EndlessTableProps<Row>) {
  return useNarrow() ? <NarrowList {...props} columns={narrowColumns} /> : <WideTable {...props} />
}
