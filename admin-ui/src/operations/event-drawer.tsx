import { DetailList, Drawer, ErrorState, SkeletonLines, Time, useApi } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { LoggedEvent } from './report.ts'

const mono = (text: string) => <bdi className="font-mono text-sm break-all">{text}</bdi>

/** What one request or job led to, in the order in which it happened. */
function Chain({ event }: { event: LoggedEvent }) {
  const { t } = useTranslation('wasla')
  const chain = useApi<{ items: LoggedEvent[] }>('/operator/events', {
    correlationId: event.correlationId,
    limit: 100,
  })
  if (chain.isError) return <ErrorState error={chain.error} onRetry={() => void chain.refetch()} />
  if (chain.data === undefined) return <SkeletonLines lines={3} />
  return (
    <ol aria-label={t('operations.chain')} className="flex flex-col gap-1.5">
      {chain.data.items.toReversed().map(({ id, name, depth, occurredAt }) => (
        <li
          key={id}
          aria-current={id === event.id ? 'true' : undefined}
          className="flex items-baseline justify-between gap-3 rounded-md bg-sunken px-3 py-2 aria-[current]:bg-accent-soft"
          style={{ marginInlineStart: `${depth}rem` }}
        >
          {mono(name)}
          <span className="text-sm text-ink-muted">
            <Time value={occurredAt} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** One event of the log, and the chain it stands in. */
export function EventDrawer({ event, onClose }: { event: LoggedEvent; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t('operations.event')}>
      <DetailList
        items={[
          [t('jobs.event'), mono(event.name)],
          [t('operations.organization'), event.organizationName ?? event.organizationId],
          [t('operations.happened'), <Time key="at" value={event.occurredAt} show="date-time" />],
          [t('operations.id'), mono(event.id)],
          [t('jobs.correlation'), mono(event.correlationId)],
        ]}
      />
      <h3 className="mt-6 mb-2 font-semibold">{t('operations.chain')}</h3>
      <Chain event={event} />
    </Drawer>
  )
}
