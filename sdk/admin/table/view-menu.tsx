import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../controls/button.tsx'
import { Input } from '../controls/inputs.tsx'
import { Dialog } from '../overlay/dialog.tsx'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../overlay/menu.tsx'
import { useStored } from './stored-state.ts'
import type { TableState } from './table-types.ts'

interface SavedView {
  readonly name: string
  readonly state: TableState
  readonly columns: readonly string[]
}

export interface ViewMenuProps {
  readonly table: string
  readonly state: TableState
  readonly columns: readonly string[]
  readonly onOpen: (state: TableState, columns: readonly string[]) => void
}

/** Search, filters, order and columns under a name, to come back to. */
export function ViewMenu({ table, state, columns, onOpen }: ViewMenuProps) {
  const { t } = useTranslation('wasla')
  const [views, setViews] = useStored<readonly SavedView[]>(`views.${table}`, [])
  const [name, setName] = useState<string>()
  const save = (): void => {
    const trimmed = name?.trim() ?? ''
    if (trimmed === '') return
    setViews([...views.filter((view) => view.name !== trimmed), { name: trimmed, state, columns }])
    setName(undefined)
  }
  return (
    <>
      <Menu trigger={<IconButton icon="bookmark" variant="secondary" label={t('table.views')} />}>
        {views.length > 0 && <MenuHeading>{t('table.views')}</MenuHeading>}
        {views.map((view) => (
          <MenuItem key={view.name} icon="bookmark" onSelect={() => onOpen(view.state, view.columns)}>
            <bdi className="flex-1">{view.name}</bdi>
          </MenuItem>
        ))}
        {views.length > 0 && <MenuSeparator />}
        <MenuItem icon="plus" onSelect={() => setName('')}>
          {t('table.save-view')}
        </MenuItem>
        {views.length > 0 && (
          <MenuItem icon="trash" onSelect={() => setViews([])}>
            {t('table.forget-views')}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        open={name !== undefined}
        onOpenChange={(open) => setName(open ? '' : undefined)}
        title={t('table.save-view')}
        description={t('table.save-view-hint')}
        actions={
          <Button variant="primary" onClick={save}>
            {t('save')}
          </Button>
        }
      >
        <Input
          value={name ?? ''}
          aria-label={t('table.view-name')}
          placeholder={t('table.view-name')}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={({ key }) => key === 'Enter' && save()}
        />
      </Dialog>
    </>
  )
}
