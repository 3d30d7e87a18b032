import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueryValues } from '../api/api-client.ts'
import { Button } from '../controls/button.tsx'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorState } from '../feedback/error-state.tsx'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import type { LiveMessage } from '../live/live-message.ts'
import { useNarrow } from '../layout/use-narrow.ts'
import { ColumnHeading } from './column-heading.tsx'
import { ExportStrip } from './export-strip.tsx'
import { useListExports } from './list-export.ts'
import { useStored } from './stored-state.ts'
import { useEndlessRows, usePagedRows } from './list-rows.ts'
import { TablePager } from './table-pager.tsx'
import { NarrowRows, TableRows, type RowsProps } from './table-rows.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import type { Column, Filter, TableState } from './table-types.ts'
import { useRefresh } from './use-refresh.ts'
import { useTableState } from './use-table-state.ts'

// It comes with the first long list.
const EndlessTable = lazy(async () => ({
  default: (await import('./endless-table.tsx')).EndlessTable<unknown>,
}))
const ENDLESS_PAGE = 100

export interface DataTableProps<Row> {
  /** Names the list among all lists of the browser: `crm.customers`. */
  readonly id: string
  /** What the list is of, for screen readers. */
  readonly label: string
  /** A list of the API with `limit` and `cursor`. */
  readonly endpoint: string
  /** Sent with every request, such as the customer whose tickets these are. */
  readonly query?: QueryValues
  readonly columns: readonly Column<Row>[]
  readonly filters?: readonly Filter[]
  /** Whether the API takes `search`. */
  readonly searchable?: boolean
  readonly pageSize?: number
  /** The API gives it as one, without pages: for lists that stay short. */
  readonly whole?: boolean
  /** Scrolls through the whole list instead of turning pages; for lists that grow long. */
  readonly endless?: boolean
  readonly rowKey: (row: Row) => string
  readonly rowLink?: (row: Row) => string
  /** What a click on a row does where it has no page of its own, such as opening a drawer. */
  readonly onOpen?: (row: Row) => void
  /** Buttons at the end of a row. */
  readonly rowActions?: (row: Row) => ReactNode
  /** Turns what the address holds into what the API asks for, where the two differ. */
  readonly toQuery?: (state: TableState) => QueryValues
  /**
   * What it is read again after. Lists follow the events of their own name without it: `/tickets` reads again after
   * `ticketing.ticket.opened`.
   */
  readonly refreshAfter?: (message: LiveMessage) => boolean
  /** Shown while there is nothing at all, without a search or a filter. */
  readonly empty: ReactNode
}

/** A list whose search, filters, order and pages are the server's. */
export function DataTable<Row>({
  id,
  label,
  endpoint,
  query = {},
  columns,
  filters = [],
  searchable = false,
  pageSize = 25,
  whole = false,
  rowKey,
  rowLink,
  onOpen,
  rowActions,
  toQuery = (state) => state,
  endless = false,
  refreshAfter,
  empty,
}: DataTableProps<Row>) {
  const { t } = useTranslation('wasla')
  const narrow = useNarrow()
  const [state, setState] = useTableState()
  const [chosen, setChosen] = useStored<readonly string[]>(
    `columns.${id}`,
    columns.filter(({ optional }) => optional !== true).map((column) => column.id),
  )
  const wanted = { ...query, ...toQuery(state) }
  const paged = usePagedRows<Row>(endpoint, wanted, { enabled: !endless, pageSize, whole })
  const scrolled = useEndlessRows<Row>(endpoint, wanted, {
    enabled: endless,
    pageSize: ENDLESS_PAGE,
  })
  const list = endless ? scrolled : paged
  useRefresh(list.refetch, refreshAfter)
  const shown = columns.filter((column) => chosen.includes(column.id))
  const { rows } = list
  const exports = useListExports({
    id,
    endpoint,
    query: wanted,
    whole,
    columns,
    shown: rows !== undefined,
  })
  const handling = { rowKey, rowLink, onOpen, rowActions }
  const narrowed = Object.entries(state).some(([name, value]) => name !== 'sort' && value !== undefined)

  const heading = (
    <tr>
      {shown.map((column) => (
        <ColumnHeading
          key={column.id}
          column={column}
          sort={state.sort}
          onSort={(sort) => setState({ ...state, sort })}
        />
      ))}
      {rowActions !== undefined && (
        <th scope="col">
          <span className="sr-only">{t('table.actions')}</span>
        </th>
      )}
    </tr>
  )
  const drawing = (present: readonly Row[]): ReactNode =>
    endless ? (
      <Suspense fallback={<SkeletonLines lines={8} />}>
        <EndlessTable
          {...(handling as unknown as RowsProps<unknown>)}
          rows={present}
          columns={shown as readonly Column<unknown>[]}
          narrowColumns={columns as readonly Column<unknown>[]}
          label={label}
          heading={heading}
          loadMore={list.loadMore}
          moreLabel={t('table.more')}
        />
      </Suspense>
    ) : narrow ? (
      <ul aria-label={label}>
        <NarrowRows {...handling} rows={present} columns={columns} />
      </ul>
    ) : (
      // Relative: a hidden heading beyond its edge would widen the page.
      <div className="relative overflow-x-auto">
        <table aria-label={label} className="w-full border-collapse">
          <thead className="border-b border-line bg-surface">{heading}</thead>
          <tbody>
            <TableRows {...handling} rows={present} columns={shown} />
          </tbody>
        </table>
      </div>
    )

  const body = (): ReactNode => {
    if (list.error !== null) return <ErrorState error={list.error} onRetry={list.refetch} />
    if (rows === undefined) return <SkeletonLines lines={8} />
    if (rows.length > 0)
      return <div className={`transition-opacity ${list.stale ? 'opacity-60' : ''}`}>{drawing(rows)}</div>
    if (!narrowed) return empty
    return (
      <EmptyState
        icon="search"
        title={t('table.nothing-found')}
        description={t('table.nothing-found-hint')}
        action={<Button onClick={() => setState({})}>{t('table.clear')}</Button>}
      />
    )
  }
  return (
    <div data-frame="" className="overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {(narrowed || rows?.length !== 0) && (
        <TableToolbar
          id={id}
          exports={exports}
          searchable={searchable}
          filters={filters}
          columns={columns}
          shown={chosen}
          state={state}
          onState={setState}
          onShown={setChosen}
        />
      )}
      <ExportStrip exports={exports} />
      {body()}
      {list.pager !== undefined && <TablePager {...list.pager} />}
    </div>
  )
}
