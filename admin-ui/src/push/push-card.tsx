import {
  Badge,
  Button,
  callApi,
  Card,
  ErrorState,
  Icon,
  SkeletonLines,
  Time,
  toast,
  useApi,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PUSH_PATH, pushIsPossible, startPush, stopPush, type PushDevice } from './device.ts'

/** The browsers that show the person's notifications, and whether this one does. */
export function PushCard() {
  const { t } = useTranslation('wasla')
  const client = useQueryClient()
  const devices = useApi<{ items: PushDevice[] }>(PUSH_PATH)
  const [busy, setBusy] = useState(false)
  const items = devices.data?.items ?? []
  const here = items.some(({ current }) => current)
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await work()
      await client.invalidateQueries({ queryKey: ['api', PUSH_PATH] })
      await client.invalidateQueries({ queryKey: ['api', '/notification-preferences'] })
    } catch (error) {
      toast.error(error)
    } finally {
      setBusy(false)
    }
  }
  const start = (): Promise<void> =>
    attempt(async () => {
      if (await startPush()) toast.success(t('push.started'))
      else toast.error(new Error(t('push.refused')))
    })
  const remove = ({ id, current }: PushDevice): Promise<void> =>
    attempt(async () => {
      if (current && pushIsPossible()) await stopPush()
      await callApi('DELETE', `${PUSH_PATH}/${id}`)
      toast.success(t('push.stopped'))
    })
  return (
    <Card
      title={t('push.title')}
      padded={false}
      actions={
        !here &&
        pushIsPossible() && (
          <Button size="small" icon="bell" busy={busy} onClick={() => void start()}>
            {t('push.start')}
          </Button>
        )
      }
    >
      {devices.isError && <ErrorState error={devices.error} onRetry={() => void devices.refetch()} />}
      {devices.isPending && <SkeletonLines lines={1} />}
      {devices.isSuccess && items.length === 0 && (
        <p className="p-4 text-ink-muted">{t(pushIsPossible() ? 'push.hint' : 'push.impossible')}</p>
      )}
      <ul>
        {items.map((item) => (
          <li
            key={item.id}
            className="flex min-h-12 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <Icon name="bell" className="text-ink-faint" />
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                <bdi>
                  {[item.device.browser, item.device.system].filter(Boolean).join(' · ') ||
                    t('sessions.unknown')}
                </bdi>
                {item.current && <Badge tone="success">{t('sessions.current')}</Badge>}
              </span>
              <span className="text-sm text-ink-muted">
                {item.lastUsedAt === null ? (
                  t('passkeys.unused')
                ) : (
                  <>
                    {t('account.last-used')} <Time value={item.lastUsedAt} />
                  </>
                )}
              </span>
            </span>
            <Button size="small" variant="quiet" disabled={busy} onClick={() => void remove(item)}>
              {t('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
