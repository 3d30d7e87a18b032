import {
  Badge,
  Button,
  Card,
  ErrorState,
  Icon,
  SkeletonLines,
  Time,
  toast,
  useApi,
  useChange,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

interface Session {
  readonly id: string
  readonly device: { readonly browser: string | null; readonly system: string | null }
  readonly address: string | null
  readonly organization: { readonly name: string }
  readonly lastUsedAt: string
  readonly current: boolean
}

const PORTABLE = /android|ios|iphone|ipad/i

/** Where the person is signed in, and the way to end that. */
export function Sessions() {
  const { t } = useTranslation('wasla')
  const sessions = useApi<{ items: Session[] }>('/users/me/sessions')
  const change = useChange(['/users/me/sessions'])
  const end = (path: string): void =>
    change.mutate(
      { method: 'DELETE', path },
      { onSuccess: () => toast.success(t('sessions.ended')), onError: (error) => toast.error(error) },
    )
  const items = sessions.data?.items ?? []
  return (
    <Card
      title={t('sessions.title')}
      padded={false}
      actions={
        items.length > 1 && (
          <Button size="small" onClick={() => end('/users/me/sessions?except=current')}>
            {t('sessions.end-others')}
          </Button>
        )
      }
    >
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <SkeletonLines lines={2} />}
      <ul>
        {items.map(({ id, device, address, organization, lastUsedAt, current }) => (
          <li
            key={id}
            className="flex min-h-14 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <Icon
              name={PORTABLE.test(device.system ?? '') ? 'smartphone' : 'laptop'}
              className="text-ink-faint"
            />
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                <bdi>
                  {[device.browser, device.system].filter(Boolean).join(' · ') || t('sessions.unknown')}
                </bdi>
                {current && <Badge tone="success">{t('sessions.current')}</Badge>}
              </span>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
                <bdi>{organization.name}</bdi>
                {address !== null && <bdi className="tabular-nums">{address}</bdi>}
                <Time value={lastUsedAt} />
              </span>
            </span>
            {!current && (
              <Button size="small" variant="quiet" onClick={() => end(`/users/me/sessions/${id}`)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
