import { useTranslation } from 'react-i18next'
import { IconButton } from '../controls/button.tsx'
import { Menu, MenuCheck, MenuHeading } from '../overlay/menu.tsx'
import { FilterMenu } from './filter-menu.tsx'
import type { ListExports } from './list-export.ts'
import { SearchBox } from './search-box.tsx'
import type { Column, Filter, TableState } from './table-types.ts'
import { ViewMenu } from './view-menu.tsx'

export interface TableToolbarProps<Row> {
  readonly id: string
  readonly exports: ListExports
  readonly searchable: boolean
  readonly filters: readonly Filter[]
  readonly columns: readonly Column<Row>[]
  readonly shown: readonly string[]
  readonly state: TableState
  readonly onState: (state: TableState) => void
  readonly onShown: (columns: readonly string[]) => void
}

/** What stands above a list: search, filters, views, columns, export. */
export function TableToolbar<Row>({
  id,
  exports,
  searchable,
  filters,
  columns,
  shown,
  state,
  onState,
  onShown,
}: TableToolbarProps<Row>) {
  const { t } = useTranslation('wasla')
  const exporting = exports.items.some(({ status }) => status === 'waiting' || status === 'running')
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2.5">
      {searchable && (
        <SearchBox value={state.search ?? ''} onChange={(search) => onState({ ...state, search })} />
      )}
      {filters.map((filter) => (
        <FilterMenu
          key={filter.id}
          filter={filter}
          value={state[filter.id]}
          onChange={(value) => onState({ ...state, [filter.id]: value })}
        />
      ))}
      <div className="ms-auto flex items-center gap-2">
        <ViewMenu
          table={id}
          state={state}
          columns={shown}
          onOpen={(next, chosen) => {
            onState(next)
            onShown(chosen)
          }}
        />
        <Menu
          trigger={
            <IconButton
              icon="columns"
              variant="secondary"
              label={t('table.columns')}
              className="max-sm:hidden"
            />
          }
        >
          <MenuHeading>{t('table.columns')}</MenuHeading>
          {columns.map((column) => (
            <MenuCheck
              key={column.id}
              checked={shown.includes(column.id)}
              onChange={(on) =>
                onShown(on ? [...shown, column.id] : shown.filter((name) => name !== column.id))
              }
            >
              {column.header}
            </MenuCheck>
          ))}
        </Menu>
        {columns.some(({ csv }) => csv !== undefined) && (
          <IconButton
            icon="download"
            variant="secondary"
            label={t('table.export')}
            busy={exports.beginning || exporting}
            onClick={exports.begin}
          />
        )}
      </div>
    </div>
  )
}
