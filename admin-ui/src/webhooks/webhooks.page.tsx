import { Badge, Button, Time, usePermission, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { SecretDialog } from '../secrets/secret-dialog.tsx'
import { ALL_EVENTS, STATE_TONES, stateOf, type Webhook } from './webhook.ts'
import { WebhookDrawer } from './webhook-drawer.tsx'

/** Other systems that are told what happens here. */
export function WebhooksPage() {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.webhooks.write')
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string>()
  const create = mayWrite && (
    <Button variant="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('webhooks.new')}
    </Button>
  )
  const columns: Column<Webhook>[] = [
    {
      id: 'url',
      header: t('webhooks.url'),
      narrow: 'title',
      cell: ({ url }) => (
        <bdi dir="ltr" className="block truncate font-mono text-sm">
          {url}
        </bdi>
      ),
      csv: 'url',
    },
    {
      id: 'description',
      header: t('webhooks.description'),
      cell: ({ description }) => description,
      csv: 'description',
    },
    {
      id: 'events',
      header: t('webhooks.events'),
      narrow: 'detail',
      cell: ({ events }) =>
        events.includes(ALL_EVENTS)
          ? t('webhooks.all-events')
          : t('webhooks.count-events', { count: events.length }),
      csv: 'events',
    },
    {
      id: 'state',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: (webhook) => (
        <Badge tone={STATE_TONES[stateOf(webhook)]}>{t(`webhooks.states.${stateOf(webhook)}`)}</Badge>
      ),
      csv: ['disabledReason', 'enabled'],
    },
    {
      id: 'createdAt',
      header: t('webhooks.since'),
      cell: ({ createdAt }) => <Time value={createdAt} show="date" />,
      csv: 'createdAt',
    },
  ]
  return (
    <ListPage<Webhook>
      title={t('webhooks.title')}
      hint={t('webhooks.hint')}
      create={create}
      empty={{ icon: 'webhook', title: t('webhooks.empty'), hint: t('webhooks.empty-hint') }}
      id="platform.webhooks"
      endpoint="/webhooks"
      columns={columns}
      rowKey={({ id }) => id}
      rowLink={({ id }) => `/webhooks/${id}`}
    >
      {making && (
        <WebhookDrawer
          onClose={() => setMaking(false)}
          onSaved={(made) => {
            setMaking(false)
            setSecret(made)
          }}
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title={t('webhooks.made')}
          hint={t('webhooks.secret-hint')}
          label={t('webhooks.secret')}
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </ListPage>
  )
}
