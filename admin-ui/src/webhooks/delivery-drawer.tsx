import {
  Badge,
  Button,
  DetailList,
  Drawer,
  ErrorState,
  SkeletonLines,
  Time,
  toast,
  useApi,
  useChange,
  useFormat,
  usePermission,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { DELIVERY_TONES, type Attempt, type DeliveryDetail } from './webhook.ts'

function Body({ label, text }: { label: string; text: string }) {
  return (
    <figure className="mt-2">
      <figcaption className="mb-1 text-sm text-ink-muted">{label}</figcaption>
      <pre
        dir="ltr"
        tabIndex={0}
        className="max-h-56 overflow-auto rounded-md bg-sunken p-3 text-start font-mono text-xs whitespace-pre-wrap break-all"
      >
        {text}
      </pre>
    </figure>
  )
}

function OneAttempt({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const { at, durationMs, succeeded, responseStatus, responseExcerpt, error } = attempt
  return (
    <li className="border-t border-line py-3 first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={succeeded ? 'success' : 'danger'}>
          {responseStatus === null ? t('webhooks.no-answer') : format.digits(responseStatus)}
        </Badge>
        <Time value={at} show="date-time" />
        <span className="text-sm text-ink-muted tabular-nums">
          {format.number(durationMs, { style: 'unit', unit: 'millisecond' })}
        </span>
      </p>
      {error !== null && (
        <p dir="auto" className="mt-1 text-start text-sm text-danger-strong">
          {error}
        </p>
      )}
      {responseExcerpt !== null && responseExcerpt !== '' && (
        <Body label={t('webhooks.response')} text={responseExcerpt} />
      )}
    </li>
  )
}

/** JSON as people read it; what is cut off in the middle stays as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** One message: what was sent, what came back each time, and sending it again. */
export function DeliveryDrawer({
  webhook,
  delivery,
  onClose,
}: {
  webhook: string
  delivery: string
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.webhooks.write')
  const path = `/webhooks/${webhook}/deliveries/${delivery}`
  const detail = useApi<DeliveryDetail>(path)
  const replay = useChange([`/webhooks/${webhook}`])
  const { data } = detail
  const again = (): void =>
    replay.mutate(
      { method: 'POST', path: `${path}/replay` },
      {
        onSuccess: () => toast.success(t('webhooks.replayed')),
        onError: (error) => toast.error(error),
      },
    )
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('webhooks.delivery')}
      actions={
        mayWrite && (
          <Button icon="redo" variant="primary" busy={replay.isPending} onClick={again}>
            {t('webhooks.send-again')}
          </Button>
        )
      }
    >
      {detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.isPending && <SkeletonLines lines={6} />}
      {data !== undefined && (
        <>
          <DetailList
            items={[
              [
                t('webhooks.event'),
                <bdi key="event" className="font-mono text-sm">
                  {data.event}
                </bdi>,
              ],
              [
                t('privacy.status'),
                <Badge key="status" tone={DELIVERY_TONES[data.status]}>
                  {t(`webhooks.deliveries.${data.status}`)}
                </Badge>,
              ],
              [
                t('webhooks.message-id'),
                <bdi key="id" dir="ltr" className="font-mono text-sm break-all">
                  {data.messageId}
                </bdi>,
              ],
              [t('webhooks.occurred'), <Time key="occurred" value={data.occurredAt} show="date-time" />],
              ...(data.nextAttemptAt === null
                ? []
                : [
                    [
                      t('webhooks.next-attempt'),
                      <Time key="next" value={data.nextAttemptAt} show="relative" />,
                    ] as const,
                  ]),
            ]}
          />
          {data.request === null ? (
            <p className="mt-4 text-sm text-ink-muted">{t('webhooks.request-gone')}</p>
          ) : (
            <Body label={t('webhooks.request')} text={readable(data.request)} />
          )}
          <h3 className="mt-5 text-sm font-semibold">{t('jobs.attempts')}</h3>
          {data.log.length === 0 && <p className="mt-1 text-sm text-ink-muted">{t('webhooks.not-tried')}</p>}
          <ol>
            {data.log.map((attempt) => (
              <OneAttempt key={attempt.at} attempt={attempt} />
            ))}
          </ol>
        </>
      )}
    </Drawer>
  )
}
