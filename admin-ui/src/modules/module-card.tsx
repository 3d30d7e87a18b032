import {
  Badge,
  Button,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  Switch,
  usePermission,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Module, Purge } from './module.ts'
import { ModuleNames } from './module-names.tsx'
import { ModulePurge } from './module-purge.tsx'
import { PurgeDialog } from './purge-dialog.tsx'
import { SwitchDialog } from './switch-dialog.tsx'
import { useModuleSwitch } from './use-module-switch.ts'

export interface ModuleCardProps {
  readonly module: Module
  readonly modules: readonly Module[]
  /** Its last one, unless that is long ago. */
  readonly purge: Purge | undefined
  readonly onSettings: () => void
}

/** One module of the catalogue with its switch. */
export function ModuleCard({ module, modules, purge, onSettings }: ModuleCardProps) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const mayWrite = usePermission('platform.modules.write')
  const switching = useModuleSwitch(module)
  const [purging, setPurging] = useState(false)
  const label = t(module.active ? 'modules.switch-off' : 'modules.switch-on', {
    module: module.name[language],
  })
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4 shadow-card">
      <div className="flex items-start gap-3">
        <span
          className={`grid size-10 shrink-0 place-items-center rounded-lg ${module.active ? 'bg-accent-soft text-accent-strong' : 'bg-sunken text-ink-muted'}`}
        >
          <Icon name={module.icon} size={20} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            {module.name[language]}
            <span className="text-xs font-normal text-ink-faint">{t(`category.${module.category}`)}</span>
            {module.status !== 'ready' && <Badge tone="danger">{t(`modules.status.${module.status}`)}</Badge>}
          </h2>
          <p className="text-sm text-ink-muted">{module.description[language]}</p>
        </div>
        {switching.busy && (
          <span role="status">
            <Icon name="loader" className="mt-0.5 animate-spin text-ink-faint" />
            <span className="sr-only">{t('modules.switching')}</span>
          </span>
        )}
        <Switch
          aria-label={label}
          checked={switching.busy ? !module.active : module.active}
          disabled={
            !mayWrite ||
            switching.busy ||
            (!module.active && (module.status !== 'ready' || module.planRefusal !== null))
          }
          onCheckedChange={(active) => switching.change({ active })}
        />
      </div>
      {module.reason !== null && (
        <p dir="auto" className="rounded-md bg-danger-soft px-3 py-2 text-start text-sm text-danger-strong">
          {module.reason}
        </p>
      )}
      {module.offers.length > 0 && (
        <p className="text-sm">
          <span className="text-ink-muted">{t('modules.offers')}</span>{' '}
          {new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(
            module.offers.map((title) => title[language]),
          )}
        </p>
      )}
      {module.planRefusal !== null && (
        <p className="flex items-baseline gap-2 rounded-md bg-sunken px-3 py-2 text-sm">
          <Icon name="lock" size={14} className="translate-y-0.5" />
          <span dir="auto" className="text-start">
            {t('modules.not-in-plan')} <bdi>{module.planRefusal}</bdi>
          </span>
        </p>
      )}
      {purge !== undefined && <ModulePurge purge={purge} />}
      {switching.waitingFor.length > 0 && (
        <p className="text-sm text-warning-strong">
          {t('modules.waiting', { hosts: switching.waitingFor.join(', ') })}
        </p>
      )}
      <div className="mt-auto flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-muted">
        <ModuleNames label={t('modules.requires')} ids={module.requires} modules={modules} />
        <ModuleNames label={t('modules.optional')} ids={module.optional} modules={modules} />
        <ModuleNames label={t('modules.conflicts')} ids={module.conflicts} modules={modules} />
        <ModuleNames label={t('modules.dependents')} ids={module.dependents} modules={modules} />
        <bdi className="text-ink-faint tabular-nums">{module.version}</bdi>
        <div className="ms-auto flex items-center gap-1">
          {module.hasSettings && (
            <Button variant="quiet" size="small" icon="settings" onClick={onSettings}>
              {t('modules.settings')}
            </Button>
          )}
          {mayWrite && !module.active && (
            <Menu
              trigger={
                <IconButton icon="more" label={t('modules.more', { module: module.name[language] })} />
              }
            >
              <MenuItem
                icon="download"
                onSelect={() => location.assign(`/api/v1/modules/${module.id}/export`)}
              >
                {t('modules.export')}
              </MenuItem>
              <MenuItem icon="trash" danger onSelect={() => setPurging(true)}>
                {t('modules.purge')}
              </MenuItem>
            </Menu>
          )}
        </div>
      </div>
      <SwitchDialog module={module} switching={switching} />
      {purging && <PurgeDialog module={module} onClose={() => setPurging(false)} />}
    </li>
  )
}
