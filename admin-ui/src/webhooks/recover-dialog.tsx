import { ConfirmChange, Field, Select } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from './webhook.ts'

const DAYS = [1, 7, 30] as const
const DAY = 86_400_000

/** Sends again what failed while the receiver was out of order. */
export function RecoverDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const [days, setDays] = useState(1)
  return (
    <ConfirmChange<{ deliveries: number }>
      title={t('webhooks.recover')}
      description={t('webhooks.recover-hint')}
      action={t('webhooks.send-again')}
      change={{
        method: 'POST',
        path: `/webhooks/${webhook.id}/recover`,
        body: { since: new Date(Date.now() - days * DAY).toISOString() },
      }}
      refresh={['/webhooks']}
      said={({ deliveries }) => t('webhooks.recovered', { count: deliveries })}
      onClose={onClose}
    >
      <Field label={t('webhooks.recover-since')}>
        {(control) => (
          <Select {...control} value={days} onChange={({ target }) => setDays(Number(target.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {t('audit.last-days', { count })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </ConfirmChange>
  )
}
