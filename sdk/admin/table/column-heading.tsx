import { Icon } from '../controls/icon.tsx'
import type { Column } from './table-types.ts'

export interface ColumnHeadingProps {
  readonly column: Pick<Column<never>, 'header' | 'sort' | 'numeric'>
  readonly sort: string | undefined
  readonly onSort: (sort: string) => void
}

/** The name of a column; where the server sorts by it, a button that does. */
export function ColumnHeading({ column: { header, sort: by, numeric }, sort, onSort }: ColumnHeadingProps) {
  const direction =
    sort === undefined
      ? undefined
      : sort === by?.ascending
        ? 'ascending'
        : sort === by?.descending
          ? 'descending'
          : undefined
  const next =
    direction === 'ascending' ? (by?.descending ?? by?.ascending) : (by?.ascending ?? by?.descending)
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={`h-9 px-3 text-sm font-medium whitespace-nowrap text-ink-muted first:ps-4 last:pe-4 ${numeric === true ? 'text-end' : 'text-start'}`}
    >
      {next === undefined ? (
        header
      ) : (
        <button
          type="button"
          onClick={() => onSort(next)}
          className="-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink"
        >
          {header}
          <Icon
            name={direction === undefined ? 'chevrons-up-down' : 'chevron-down'}
            size={13}
            className={
              direction === 'ascending'
                ? 'rotate-180 text-accent-strong'
                : direction === 'descending'
                  ? 'text-accent-strong'
                  : 'text-ink-faint'
            }
          />
        </button>
      )}
    </th>
  )
}
