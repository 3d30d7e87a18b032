import { useTranslation } from 'react-i18next'
import { Button } from '../controls/button.tsx'
import { Menu, MenuChoice } from '../overlay/menu.tsx'
import type { Filter } from './table-types.ts'

/** One filter: what is chosen stands on its button. */
export function FilterMenu({
  filter,
  value,
  onChange,
}: {
  filter: Filter
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { t } = useTranslation('wasla')
  const chosen = filter.options.find((option) => option.value === value)
  return (
    <Menu
      align="start"
      trigger={
        <Button
          icon={chosen === undefined ? 'filter' : undefined}
          className={
            chosen === undefined ? 'text-ink-muted' : 'border-accent bg-accent-soft text-accent-strong'
          }
        >
          {chosen === undefined ? filter.label : `${filter.label}: ${chosen.label}`}
        </Button>
      }
    >
      <MenuChoice
        value={value ?? ''}
        options={[{ value: '', label: t('table.any') }, ...filter.options]}
        onChange={(next) => onChange(next === '' ? undefined : next)}
      />
    </Menu>
  )
}
