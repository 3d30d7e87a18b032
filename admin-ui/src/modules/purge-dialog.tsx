import {
  callApi,
  ConfirmDialog,
  Field,
  Input,
  SkeletonLines,
  toast,
  useApi,
  useFormat,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Module } from './module.ts'

interface Preview {
  readonly rows: Readonly<Record<string, number>>
  readonly confirmation: string
}

/** Shows what would be deleted for ever, and takes the module's id as the word for it. */
export function PurgeDialog({ module, onClose }: { module: Module; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const format = useFormat()
  const preview = useApi<Preview>(`/modules/${module.id}/purge-preview`)
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const purge = async (): Promise<void> => {
    setBusy(true)
    try {
      await callApi('POST', `/modules/${module.id}/purge`, {
        body: { confirmation: preview.data?.confirmation },
      })
      toast.success(t('modules.purged', { module: module.name[language] }))
      onClose()
    } catch (error) {
      toast.error(error)
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('modules.purge-title', { module: module.name[language] })}
      description={t('modules.purge-hint')}
      action={t('modules.purge')}
      dangerous
      busy={busy}
      disabled={typed !== module.id || preview.data === undefined}
      onConfirm={() => void purge()}
    >
      {preview.data === undefined ? (
        <SkeletonLines lines={3} />
      ) : (
        <table className="mb-4 w-full text-sm">
          <thead>
            <tr className="text-ink-muted">
              <th scope="col" className="py-1 text-start font-medium">
                {t('modules.table')}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t('modules.rows')}
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(preview.data.rows).map(([table, rows]) => (
              <tr key={table} className="border-t border-line">
                <td className="py-1">
                  <bdi className="font-mono">{table}</bdi>
                </td>
                <td className="py-1 text-end tabular-nums">{format.number(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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
    </ConfirmDialog>
  )
}
