import { ConfirmDialog, Field, Select, toast, useChange } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SecretDialog } from '../secrets/secret-dialog.tsx'
import type { Webhook } from './webhook.ts'

const HOURS = [0, 24, 72, 168] as const

/** A new secret; the present one signs, too, until the receiver knows the new one. */
export function RotateDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const [overlapHours, setOverlapHours] = useState(24)
  const [secret, setSecret] = useState<string>()
  const rotate = useChange<{ secret: string }>(['/webhooks'])
  const submit = (): void =>
    rotate.mutate(
      { method: 'POST', path: `/webhooks/${webhook.id}/rotate-secret`, body: { overlapHours } },
      { onSuccess: (answer) => setSecret(answer.secret), onError: (error) => toast.error(error) },
    )
  if (secret !== undefined)
    return (
      <SecretDialog
        title={t('webhooks.rotated')}
        hint={t('webhooks.secret-hint')}
        label={t('webhooks.secret')}
        secret={secret}
        onClose={onClose}
      />
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('webhooks.rotate')}
      description={t('webhooks.rotate-hint')}
      action={t('webhooks.rotate')}
      busy={rotate.isPending}
      onConfirm={submit}
    >
      <Field label={t('webhooks.overlap')}>
        {(control) => (
          <Select
            {...control}
            value={overlapHours}
            onChange={({ target }) => setOverlapHours(Number(target.value))}
          >
            {HOURS.map((hours) => (
              <option key={hours} value={hours}>
                {t('webhooks.hours', { count: hours })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </ConfirmDialog>
  )
}
