import { useApi, useFormat } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { QueueReport } from './report.ts'

/** All queues in one line of figures. */
export function QueueTotals() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const { data } = useApi<{ items: QueueReport[] }>('/operator/queues')
  const sum = (of: 'waiting' | 'running' | 'parked' | 'dead'): number =>
    (data?.items ?? []).reduce((total, queue) => total + queue[of], 0)
  return (
    <dl aria-busy={data === undefined} className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {(['waiting', 'running', 'parked', 'dead'] as const).map((of) => (
        <div key={of} className="rounded-lg border border-line bg-raised px-4 py-3 shadow-card">
          <dt className="text-sm text-ink-muted">{t(`operations.figures.${of}`)}</dt>
          <dd
            className={`text-xl font-semibold tabular-nums ${of === 'dead' && sum(of) > 0 ? 'text-danger-strong' : ''}`}
          >
            {data === undefined ? '–' : format.number(sum(of))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
