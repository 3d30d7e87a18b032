import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  ErrorState,
  SkeletonLines,
  Time,
  toast,
  useApi,
  useChange,
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
  const change = useChange(['/privacy'])
  const [placing, setPlacing] = useState(false)
  const [releasing, setReleasing] = useState<Hold>()
  const release = ({ id }: Hold): void =>
    change.mutate(
      { method: 'DELETE', path: `/privacy/holds/${id}` },
      {
        onSuccess: () => {
          toast.success(t('holds.released'))
          setReleasing(undefined)
        },
        onError: (error) => toast.error(error),
      },
    )
  return (
    <Card
      title={t('holds.title')}
      padded={false}
      actions={
        mayWrite && (
          <Button size="small" icon="lock" onClick={() => setPlacing(true)}>
            {t('holds.new')}
          </Button>
        )
      }
    >
      {holds.isError && <ErrorState error={holds.error} onRetry={() => void holds.refetch()} />}
      {holds.isPending && <SkeletonLines lines={2} />}
      {holds.data?.items.length === 0 && <p className="p-4 text-ink-muted">{t('holds.empty')}</p>}
      <ul>
        {holds.data?.items.map((hold) => (
          <li
            key={hold.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0"
          >
            <span className="min-w-0 flex-1 basis-60">
              <bdi className="font-medium">{personOf(hold)}</bdi>
              <span dir="auto" className="block text-start text-sm text-ink-muted">
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
          </li>
        ))}
      </ul>
      {placing && <HoldDialog onClose={() => setPlacing(false)} />}
      {releasing !== undefined && (
        <ConfirmDialog
          open
          onOpenChange={() => setReleasing(undefined)}
          title={t('holds.release-title', { person: personOf(releasing) })}
          description={t('holds.release-hint')}
          action={t('holds.release')}
          busy={change.isPending}
          onConfirm={() => release(releasing)}
        />
      )}
    </Card>
  )
}
