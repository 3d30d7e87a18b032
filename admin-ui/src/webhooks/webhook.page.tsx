import { Badge, Card, DetailList, DetailPage, ErrorPage, SkeletonLines, Time, useApi } from '@wasla/sdk/admin'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Deliveries } from './deliveries.tsx'
import { DisabledNotice } from './disabled-notice.tsx'
import { ALL_EVENTS, STATE_TONES, stateOf, type Webhook } from './webhook.ts'
import { WebhookActions } from './webhook-actions.tsx'

/** One webhook: what it is told, and how that went. */
export function WebhookPage() {
  const { t } = useTranslation('wasla')
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { data, isError, error, refetch } = useApi<Webhook>(`/webhooks/${id}`)
  if (isError) return <ErrorPage error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <SkeletonLines lines={8} />
  const state = stateOf(data)
  const { hostname } = new URL(data.url)
  return (
    <DetailPage
      title={data.description === '' ? hostname : data.description}
      back={{ to: '/webhooks', label: t('webhooks.title') }}
      beside={<Badge tone={STATE_TONES[state]}>{t(`webhooks.states.${state}`)}</Badge>}
      actions={<WebhookActions webhook={data} />}
    >
      <DisabledNotice webhook={data} />
      <Card title={t('webhooks.about')}>
        <DetailList
          items={[
            [
              t('webhooks.url'),
              <bdi key="url" dir="ltr" className="font-mono text-sm break-all">
                {data.url}
              </bdi>,
            ],
            [
              t('webhooks.events'),
              data.events.includes(ALL_EVENTS) ? (
                t('webhooks.all-events')
              ) : (
                <ul key="events" className="font-mono text-sm">
                  {data.events.map((name) => (
                    <li key={name}>
                      <bdi className="break-all">{name}</bdi>
                    </li>
                  ))}
                </ul>
              ),
            ],
            [t('webhooks.since'), <Time key="since" value={data.createdAt} show="date" />],
            ...(data.previousSecretUntil === null
              ? []
              : [
                  [
                    t('webhooks.previous-secret'),
                    <Time key="previous" value={data.previousSecretUntil} show="date-time" />,
                  ] as const,
                ]),
          ]}
        />
      </Card>
      <Deliveries webhook={data} />
    </DetailPage>
  )
}
