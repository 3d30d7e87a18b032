import { ConfirmDialog, usePreferences } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Module } from './module.ts'
import type { ModuleSwitch } from './use-module-switch.ts'

/** Names what a switch takes along, and asks. */
export function SwitchDialog({ module, switching }: { module: Module; switching: ModuleSwitch }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const { consent } = switching
  if (consent === undefined) return null
  const on = consent.active
  const values = { module: module.name[language], count: consent.others.length }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && switching.withdraw()}
      title={t(on ? 'modules.with-requirements' : 'modules.cascade', values)}
      description={t(on ? 'modules.with-requirements-hint' : 'modules.cascade-hint', values)}
      action={t(on ? 'modules.switch-all-on' : 'modules.switch-all-off')}
      busy={switching.busy}
      onConfirm={() =>
        switching.change(on ? { active: true, withRequirements: true } : { active: false, cascade: true })
      }
    >
      <ul className="list-disc ps-5 font-medium">
        {consent.others.map((other) => (
          <li key={other.id}>
            {typeof other.name === 'string' ? other.name : (other.name?.[language] ?? other.id)}
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}
