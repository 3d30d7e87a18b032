import { Icon, useSession } from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { administrationPages, operatorPages } from '../layout/shell-pages.ts'
import { PaletteGroup, type Entry } from './palette-group.tsx'
import { useFoundRecords, type FoundEntries } from './use-found-records.ts'

function useEntries(): { readonly pages: Entry[]; readonly actions: Entry[] } {
  const { t } = useTranslation()
  const { modules, permissions, operator } = useSession()
  const granted = ({ permission }: { readonly permission?: string }) =>
    permission === undefined || permissions.includes(permission)
  const own: Entry[] = [
    { key: 'home', to: '/', icon: 'house', label: t('wasla:dashboard.title') },
    ...[...administrationPages.filter(granted), ...(operator ? operatorPages : [])].map(
      ({ path, icon, label }) => ({ key: path, to: path, icon, label: t(`wasla:${label}`) }),
    ),
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

/** Records as entries: each group under the heading of its module. */
function asEntries({ module, search, records }: FoundEntries): Entry[] {
  return records.map((record) => {
    const { title, detail, path } = search.entry(record)
    return {
      key: `${search.endpoint}/${record.id}`,
      to: `/${module.id}/${path}`,
      icon: search.icon ?? module.icon,
      label: title,
      detail,
    }
  })
}

/** Letters that merely follow each other somewhere in a name find what nobody meant. */
function namesEveryWord(entry: string, typed: string): number {
  const name = entry.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word))
    ? 1
    : 0
}

/** ⌘K: everything one can go to, begin or look up, by typing a part of its name. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { pages, actions } = useEntries()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const found = useFoundRecords(text).map((group) => ({ ...group, entries: asEntries(group) }))
  const first = found.flatMap(({ entries }) => entries)[0]
  // Where no page is called that, the first of the records that arrive is what enter opens.
  const value = chosen === '' && first !== undefined ? first.key : chosen
  const go = (to: string): void => {
    onClose()
    void navigate({ to })
  }
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('wasla:palette.open')}
      loop
      filter={namesEveryWord}
      value={value}
      onValueChange={(next) => setChosen(next ?? '')}
      overlayClassName="fixed inset-0 z-40 animate-fade bg-shade"
      contentClassName="fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-lg animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-dialog"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="text-ink-faint" />
        <Command.Input
          dir="auto"
          value={text}
          onValueChange={setText}
          placeholder={t('wasla:palette.hint')}
          className="h-12 flex-1 bg-transparent text-lg outline-none"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto pt-1.5">
        {first === undefined && (
          <Command.Empty className="px-4 py-8 text-center text-ink-muted">
            {t('wasla:palette.nothing')}
          </Command.Empty>
        )}
        <PaletteGroup heading={t('wasla:palette.pages')} entries={pages} onGo={go} />
        <PaletteGroup heading={t('wasla:palette.actions')} entries={actions} onGo={go} />
        {found.map(({ module, search, entries }) => (
          <PaletteGroup
            key={search.endpoint}
            heading={t(`${module.id}:${search.label}`)}
            entries={entries}
            found
            onGo={go}
          />
        ))}
      </Command.List>
    </Command.Dialog>
  )
}
