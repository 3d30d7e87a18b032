import {
  callApi,
  Drawer,
  JsonSchemaForm,
  SkeletonLines,
  toast,
  useApi,
  useModuleActive,
  usePermission,
  usePreferences,
  type JsonSchema,
  type SettingsValue,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Module } from './module.ts'

interface Settings {
  readonly value: SettingsValue
  readonly secrets: Readonly<Record<string, boolean>>
  readonly version: number
}

/** A module's settings, drawn from its schema. */
export function SettingsDrawer({ module, onClose }: { module: Module; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const mayWrite = usePermission('platform.settings.write')
  const active = useModuleActive(module.id)
  const schema = useApi<JsonSchema>(`/modules/${module.id}/settings/schema`)
  const settings = useApi<Settings>(`/modules/${module.id}/settings`)
  const save = async (value: SettingsValue): Promise<void> => {
    await callApi('PUT', `/modules/${module.id}/settings`, {
      body: { value },
      ifMatch: settings.data?.version,
    })
    toast.success(t('settings.saved'))
    await settings.refetch()
    onClose()
  }
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('settings.title', { module: module.name[language] })}
    >
      {schema.data === undefined || settings.data === undefined ? (
        <SkeletonLines />
      ) : (
        <JsonSchemaForm
          key={settings.data.version}
          schema={schema.data}
          value={settings.data.value}
          secrets={settings.data.secrets}
          namespace={active ? module.id : undefined}
          disabled={!mayWrite}
          onSubmit={save}
        />
      )}
    </Drawer>
  )
}
