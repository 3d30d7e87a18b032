import {
  Badge,
  Button,
  ConfirmChange,
  ListCard,
  Time,
  useApi,
  useFormat,
  usePermission,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HoldDialog } from './hold-dialog.tsx'

interface Hold {
  readonly id: string
  readonly email: string | null
  readonly phone: string | null
  readonly userId: string | null
  readonly reason: string
  readonly until: string | null
  readonly placedAt: string
  readonly releasedAt: string | null
}

const personOf = ({ email, phone, userId }: Hold): string => email ?? phone ?? userId ?? ''

/** Why nobody may erase somebody now; released ones stay on record. */
export function Holds() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const mayWrite = usePermission('platform.privacy.write')
  const holds = useApi<{ items: Hold[] }>('/privacy/holds')
  const [placing, setPlacing] = useState(false)
  const [releasing, setReleasing] = useState<Hold>()
  return (
    <ListCard
      title={t('holds.title')}
      list={holds}
      itemKey={({ id }) => id}
      empty={t('holds.empty')}
      actions={
        mayWrite && (
          <Button size="small" icon="lock" onClick={() => setPlacing(true)}>
            {t('holds.new')}
          </Button>
        )
      }
      row={(hold) => (
        <>
          <span className="min-w-0 flex-1 basis-60">
            <bdi className="font-medium">{personOf(hold)}</bdi>
            <span dir="auto" className="block text-sm text-ink-muted text-with-page">
              {hold.reason}
            </span>
          </span>
          <span className="text-sm text-ink-muted">
            {hold.until === null
              ? t('holds.open-end')
              : t('holds.until', { day: `\u2068${format.date(`${hold.until}T12:00:00`)}\u2069` })}
          </span>
          {hold.releasedAt === null ? (
            <Badge tone="warning">{t('holds.holds')}</Badge>
          ) : (
            <Badge>
              {t('holds.was-released')} <Time value={hold.releasedAt} show="date" />
            </Badge>
          )}
          {mayWrite && hold.releasedAt === null && (
            <Button size="small" variant="quiet" onClick={() => setReleasing(hold)}>
              {t('holds.release')}
            </Button>
          )}
        </>
      )}
    >
      {placing && <HoldDialog onClose={() => setPlacing(false)} />}
      {releasing !== undefined && (
        <ConfirmChange
          title={t('holds.release-title', { person: personOf(releasing) })}
          description={t('holds.release-hint')}
          action={t('holds.release')}
          change={{ method: 'DELETE', path: `/privacy/holds/${releasing.id}` }}
          refresh={['/privacy']}
          said={() => t('holds.released')}
          onClose={() => setReleasing(undefined)}
        />
      )}
    </ListCard>
  )
}
