import {
  EmptyState,
  ErrorState,
  Input,
  Page,
  PageHeader,
  SkeletonLines,
  useApi,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ModuleCard } from './module-card.tsx'
import type { Module, Purge } from './module.ts'
import { SettingsDrawer } from './settings-drawer.tsx'

/** The catalogue: what there is, what each does and needs, and whether it is on. */
export function ModulesPage() {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const list = useApi<{ items: Module[] }>('/modules')
  const purges = useApi<{ items: Purge[] }>('/modules/purges')
  const [search, setSearch] = useState('')
  const [settings, setSettings] = useState<Module>()
  const modules = list.data?.items ?? []
  const words = search.toLocaleLowerCase(language)
  const found = modules.filter(({ id, name, description }) =>
    [id, name.en, name.ar, description[language]].some((text) =>
      text.toLocaleLowerCase(language).includes(words),
    ),
  )
  return (
    <Page>
      <PageHeader
        title={t('modules.title')}
        description={t('modules.hint')}
        actions={
          <Input
            type="search"
            className="h-8 w-56 text-sm"
            aria-label={t('modules.search')}
            placeholder={t('modules.search')}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        }
      />
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonLines lines={6} />}
      {list.isSuccess && found.length === 0 && <EmptyState icon="search" title={t('modules.none')} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {found.map((module) => (
          <ModuleCard
            key={module.id}
            module={module}
            modules={modules}
            purge={purges.data?.items.find((purge) => purge.module === module.id)}
            onSettings={() => setSettings(module)}
          />
        ))}
      </ul>
      {settings !== undefined && <SettingsDrawer module={settings} onClose={() => setSettings(undefined)} />}
    </Page>
  )
}
