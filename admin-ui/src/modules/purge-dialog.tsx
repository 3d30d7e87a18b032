import { ConfirmChange, Field, Input, SkeletonLines, useApi, usePreferences } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Module } from './module.ts'
import { RowsByTable } from './rows-by-table.tsx'

interface Preview {
  readonly rows: Readonly<Record<string, number>>
  readonly confirmation: string
}

/** Shows what would be deleted for ever, and takes the module's id as the word for it. */
export function PurgeDialog({ module, onClose }: { module: Module; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const preview = useApi<Preview>(`/modules/${module.id}/purge-preview`)
  const [typed, setTyped] = useState('')
  return (
    <ConfirmChange
      title={t('modules.purge-title', { module: module.name[language] })}
      description={t('modules.purge-hint')}
      action={t('modules.purge')}
      dangerous
      disabled={typed !== module.id || preview.data === undefined}
      change={{
        method: 'POST',
        path: `/modules/${module.id}/purge`,
        body: { confirmation: preview.data?.confirmation },
      }}
      refresh={['/modules']}
      onClose={onClose}
    >
      {preview.data === undefined ? <SkeletonLines lines={3} /> : <RowsByTable rows={preview.data.rows} />}
      <Field label={t('modules.type-id', { id: module.id })}>
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
    </ConfirmChange>
  )
}
