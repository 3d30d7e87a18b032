import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useChange } from '../api/use-api.ts'
import { IconButton } from '../controls/button.tsx'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import { toast } from '../feedback/toast.ts'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../overlay/menu.tsx'
import { SaveViewDialog } from './save-view-dialog.tsx'
import type { TableState } from './table-types.ts'

const VIEWS_PATH = '/saved-views'

/** A view as the server keeps it. */
interface SavedView {
  readonly id: string
  readonly name: string
  readonly state: TableState
  readonly columns: readonly string[]
  readonly shared: boolean
  readonly own: boolean
}

export interface ViewMenuProps {
  readonly table: string
  readonly state: TableState
  readonly columns: readonly string[]
  readonly onOpen: (state: TableState, columns: readonly string[]) => void
}

/** What is kept, read when somebody looks. */
function Views({ table, onOpen }: Pick<ViewMenuProps, 'table' | 'onOpen'>) {
  const { t } = useTranslation('wasla')
  const views = useApi<{ items: SavedView[] }>(VIEWS_PATH, { list: table })
  const change = useChange([VIEWS_PATH])
  const remove = ({ id }: SavedView): void =>
    change.mutate(
      { method: 'DELETE', path: `${VIEWS_PATH}/${id}` },
      { onError: (error) => toast.error(error) },
    )
  if (views.data === undefined) return <SkeletonLines lines={1} />
  const { items } = views.data
  const group = (heading: string, of: readonly SavedView[]) =>
    of.length > 0 && (
      <>
        <MenuHeading>{heading}</MenuHeading>
        {of.map((view) => (
          <MenuItem key={view.id} icon="bookmark" onSelect={() => onOpen(view.state, view.columns)}>
            <bdi className="flex-1">{view.name}</bdi>
          </MenuItem>
        ))}
      </>
    )
  const own = items.filter((view) => view.own)
  return (
    <>
      {group(t('table.views'), own)}
      {group(
        t('table.shared-views'),
        items.filter((view) => !view.own),
      )}
      {items.length > 0 && <MenuSeparator />}
      {own.length > 0 && (
        <>
          {own.map((view) => (
            <MenuItem key={view.id} icon="trash" onSelect={() => remove(view)}>
              {t('table.forget-view', { view: `\u2068${view.name}\u2069` })}
            </MenuItem>
          ))}
          <MenuSeparator />
        </>
      )}
    </>
  )
}

/** Search, filters, order and columns under a name, to come back to from any browser, alone or with the others. */
export function ViewMenu({ table, state, columns, onOpen }: ViewMenuProps) {
  const { t } = useTranslation('wasla')
  const [saving, setSaving] = useState(false)
  return (
    <>
      <Menu trigger={<IconButton icon="bookmark" variant="secondary" label={t('table.views')} />}>
        <Views table={table} onOpen={onOpen} />
        <MenuItem icon="plus" onSelect={() => setSaving(true)}>
          {t('table.save-view')}
        </MenuItem>
      </Menu>
      {saving && <SaveViewDialog view={{ list: table, state, columns }} onClose={() => setSaving(false)} />}
    </>
  )
}
