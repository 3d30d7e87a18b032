import { ErrorState, Page, PageHeader, SkeletonLines } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { PushCard } from '../push/push-card.tsx'
import { KindsCard } from './kinds-card.tsx'
import { useNotificationPreferences } from './preferences.ts'
import { QuietHoursCard } from './quiet-hours-card.tsx'

/** How the person is told of what, and when not. */
export function NotificationPreferencesPage() {
  const { t } = useTranslation('wasla')
  const { preferences, kinds, busy, choose, beQuiet } = useNotificationPreferences()
  const { data, isError, error, refetch } = preferences
  return (
    <Page narrow>
      <PageHeader
        title={t('notifications.preferences')}
        description={t('notifications.preferences-hint')}
        back={{ to: '/notifications', label: t('notifications.title') }}
      />
      {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <SkeletonLines lines={8} />}
      {data !== undefined && (
        <>
          <KindsCard kinds={kinds} reachable={data.reachable} busy={busy} onChoose={choose} />
          <PushCard />
          <QuietHoursCard
            key={`${data.quietHours?.from}-${data.quietHours?.until}`}
            quietHours={data.quietHours}
            busy={busy}
            onChange={beQuiet}
          />
        </>
      )}
    </Page>
  )
}
