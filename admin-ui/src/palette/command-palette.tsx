import { Icon, useSession } from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useTranslation } from 'react-i18next'
import { administrationPages } from '../layout/shell-pages.ts'

interface Entry {
  readonly key: string
  readonly to: string
  readonly icon: string
  readonly label: string
}

function useEntries(): { readonly pages: Entry[]; readonly actions: Entry[] } {
  const { t } = useTranslation()
  const { modules, permissions } = useSession()
  const granted = ({ permission }: { readonly permission?: string }) =>
    permission === undefined || permissions.includes(permission)
  const own: Entry[] = [
    { key: 'home', to: '/', icon: 'house', label: t('wasla:dashboard.title') },
    ...administrationPages
      .filter(granted)
      .map(({ path, icon, label }) => ({ key: path, to: path, icon, label: t(`wasla:${label}`) })),
    { key: '/notifications', to: '/notifications', icon: 'bell', label: t('wasla:notifications.title') },
    { key: '/account', to: '/account', icon: 'user', label: t('wasla:account.title') },
  ]
  const pages = modules.flatMap(({ id, icon, admin }) =>
    (admin.nav ?? []).filter(granted).map((item) => ({
      key: `${id}/${item.path}`,
      to: `/${id}/${item.path}`,
      icon: item.icon ?? icon,
      label: t(`${id}:${item.label}`),
    })),
  )
  const actions = modules.flatMap(({ id, icon, admin }) =>
    (admin.commands ?? []).filter(granted).map((command) => ({
      key: `${id}/${command.id}`,
      to: `/${id}/${command.path}`,
      icon: command.icon ?? icon,
      label: t(`${id}:${command.label}`),
    })),
  )
  return { pages: [...own, ...pages], actions }
}

/** ⌘K: everything one can go to or begin, by typing a part of its name. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const navigate = useNavigate()
  const { pages, actions } = useEntries()
  const group = (heading: string, entries: readonly Entry[]) =>
    entries.length > 0 && (
      <Command.Group
        heading={heading}
        className="px-1.5 pb-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
      >
        {entries.map(({ key, to, icon, label }) => (
          <Command.Item
            key={key}
            value={`${label} ${key}`}
            onSelect={() => {
              onClose()
              void navigate({ to })
            }}
            className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-2 data-[selected=true]:bg-sunken"
          >
            <Icon name={icon} className="text-ink-muted" />
            {label}
          </Command.Item>
        ))}
      </Command.Group>
    )
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('palette.open')}
      loop
      overlayClassName="fixed inset-0 z-40 animate-fade bg-shade"
      contentClassName="fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-lg animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-dialog"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="text-ink-faint" />
        <Command.Input
          dir="auto"
          placeholder={t('palette.hint')}
          className="h-12 flex-1 bg-transparent text-lg outline-none"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto pt-1.5">
        <Command.Empty className="px-4 py-8 text-center text-ink-muted">{t('palette.nothing')}</Command.Empty>
        {group(t('palette.pages'), pages)}
        {group(t('palette.actions'), actions)}
      </Command.List>
    </Command.Dialog>
  )
}
