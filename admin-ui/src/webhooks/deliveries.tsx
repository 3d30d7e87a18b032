import { Badge, DataTable, EmptyState, Time, useFormat, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { DELIVERY_STATES, DELIVERY_TONES, type Delivery, type Webhook } from './webhook.ts'

/** What was sent, the latest first. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const [open, setOpen] = useState<string>()
  const columns: Column<Delivery>[] = [
    {
      id: 'event',
      header: t('webhooks.event'),
      narrow: 'title',
      cell: ({ event }) => <bdi className="font-mono text-sm">{event}</bdi>,
      csv: 'event',
    },
    {
      id: 'status',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ status }) => <Badge tone={DELIVERY_TONES[status]}>{t(`webhooks.deliveries.${status}`)}</Badge>,
      csv: 'status',
    },
    {
      id: 'attempts',
      header: t('jobs.attempts'),
      numeric: true,
      cell: ({ attempts }) => format.number(attempts),
      csv: 'attempts',
    },
    {
      id: 'occurredAt',
      header: t('webhooks.occurred'),
      narrow: 'detail',
      cell: ({ occurredAt }) => <Time value={occurredAt} />,
      csv: 'occurredAt',
    },
  ]
  return (
    <>
      <DataTable<Delivery>
        id="platform.webhook-deliveries"
        label={t('webhooks.log')}
        endpoint={`/webhooks/${webhook.id}/deliveries`}
        columns={columns}
        filters={[
          {
            id: 'status',
            label: t('privacy.status'),
            options: DELIVERY_STATES.map((value) => ({ value, label: t(`webhooks.deliveries.${value}`) })),
          },
        ]}
        rowKey={({ id }) => id}
        onOpen={({ id }) => setOpen(id)}
        empty={
          <EmptyState
            icon="send"
            title={t('webhooks.nothing-sent')}
            description={t('webhooks.nothing-sent-hint')}
          />
        }
      />
      {open !== undefined && (
        <DeliveryDrawer webhook={webhook.id} delivery={open} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}
