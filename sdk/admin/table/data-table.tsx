import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueryValues } from '../api/api-client.ts'
import { useApi } from '../api/use-api.ts'
import { Button } from '../controls/button.tsx'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorState } from '../feedback/error-state.tsx'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import { ColumnHeading } from './column-heading.tsx'
import { useStored } from './stored-state.ts'
import { TablePager } from './table-pager.tsx'
import { NarrowRows, TableRows } from './table-rows.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import type { Column, Filter, Page, TableState } from './table-types.ts'
import { useTableState } from './use-table-state.ts'

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
  readonly rowKey: (row: Row) => string
  readonly rowLink?: (row: Row) => string
  /** What a click on a row does where it has no page of its own, such as opening a drawer. */
  readonly onOpen?: (row: Row) => void
  /** Buttons at the end of a row. */
  readonly rowActions?: (row: Row) => ReactNode
  /** Turns what the address holds into what the API asks for, where the two differ. */
  readonly toQuery?: (state: TableState) => QueryValues
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
  rowKey,
  rowLink,
  onOpen,
  rowActions,
  toQuery = (state) => state,
  empty,
}: DataTableProps<Row>) {
  const { t } = useTranslation('wasla')
  const [state, setState] = useTableState()
  const [chosen, setChosen] = useStored<readonly string[]>(
    `columns.${id}`,
    columns.filter(({ optional }) => optional !== true).map((column) => column.id),
  )
  const wanted = { ...query, ...toQuery(state) }
  const key = JSON.stringify(wanted)
  const [pages, setPages] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] })
  const cursors = pages.key === key ? pages.cursors : []
  const list = useApi<Page<Row>>(
    endpoint,
    { ...wanted, limit: pageSize, cursor: cursors.at(-1) },
    { keepPrevious: true },
  )
  const shown = columns.filter((column) => chosen.includes(column.id))
  const rows = list.data?.items ?? []
  const handling = { rowKey, rowLink, onOpen, rowActions }
  const narrowed = Object.entries(state).some(([name, value]) => name !== 'sort' && value !== undefined)

  const body = (): ReactNode => {
    if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
    if (list.data === undefined) return <SkeletonLines lines={8} />
    if (rows.length > 0) {
      return (
        <div className={`transition-opacity ${list.isPlaceholderData ? 'opacity-60' : ''}`}>
          <div className="overflow-x-auto max-sm:hidden">
            <table aria-label={label} className="w-full border-collapse">
              <thead className="border-b border-line bg-surface">
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
              </thead>
              <tbody>
                <TableRows {...handling} rows={rows} columns={shown} />
              </tbody>
            </table>
          </div>
          <ul aria-label={label} className="sm:hidden">
            <NarrowRows {...handling} rows={rows} columns={columns} />
          </ul>
        </div>
      )
    }
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
  const first = cursors.length * pageSize + 1
  const next = list.data?.nextCursor ?? null
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      <TableToolbar
        id={id}
        endpoint={endpoint}
        query={wanted}
        searchable={searchable}
        filters={filters}
        columns={columns}
        shown={chosen}
        state={state}
        onState={setState}
        onShown={setChosen}
      />
      {body()}
      {(next !== null || cursors.length > 0) && (
        <TablePager
          first={first}
          last={first + rows.length - 1}
          hasNext={next !== null}
          onPrevious={() => setPages({ key, cursors: cursors.slice(0, -1) })}
          onNext={() => next !== null && setPages({ key, cursors: [...cursors, next] })}
        />
      )}
    </div>
  )
}
