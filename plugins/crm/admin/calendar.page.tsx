import {
  Badge,
  Calendar,
  ErrorState,
  Page,
  PageHeader,
  useApi,
  useTexts,
  type CalendarRange,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { activityKinds, type ActivityKind } from '../contract/activity.schema.ts'
import { ACTIVITY_TONES } from './components/activity.ts'

interface CalendarActivity {
  readonly id: string
  readonly customerId: string
  readonly companyName: string
  readonly kind: ActivityKind
  readonly subject: string
  readonly occurredAt: string
}

// More than a busy team has in six weeks; what is beyond is told.
const MOST = 100

/** What happened and what is planned with all customers, by day. */
export function CalendarPage() {
  const t = useTexts()
  const [range, setRange] = useState<CalendarRange>()
  const activities = useApi<{ items: CalendarActivity[]; nextCursor: string | null }>(
    '/crm/activities',
    { ...range, limit: MOST },
    { enabled: range !== undefined, keepPrevious: true },
  )
  const entries = activities.data?.items.map(
    ({ id, customerId, companyName, kind, subject, occurredAt }) => ({
      id,
      title: `${subject} · ${companyName}`,
      at: occurredAt,
      tone: ACTIVITY_TONES[kind],
      to: `/crm/customers/${customerId}`,
    }),
  )
  return (
    <Page>
      <PageHeader
        title={t('calendar.title')}
        description={t('calendar.hint')}
        actions={activityKinds.map((kind) => (
          <Badge key={kind} tone={ACTIVITY_TONES[kind]}>
            {t(`activities.kinds.${kind}`)}
          </Badge>
        ))}
      />
      {activities.isError && (
        <ErrorState error={activities.error} onRetry={() => void activities.refetch()} />
      )}
      {typeof activities.data?.nextCursor === 'string' && (
        <p className="text-sm text-warning-strong">{t('calendar.more', { count: MOST })}</p>
      )}
      <Calendar
        label={t('calendar.title')}
        entries={entries ?? []}
        onRange={setRange}
        loading={activities.isPending}
      />
    </Page>
  )
}
