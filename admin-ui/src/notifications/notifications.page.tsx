import {
  Button,
  ButtonLink,
  CutText,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  Time,
  toast,
  useApi,
  useChange,
  type Column,
} from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pageOf, type Notification } from './notification.ts'

function Told({ notification: { title, body, readAt } }: { notification: Notification }) {
  const { t } = useTranslation('wasla')
  return (
    <span className="flex min-w-0 items-baseline gap-2.5 sm:py-2">
      <span
        className={`size-2 shrink-0 rounded-full ${readAt === null ? 'bg-accent' : 'bg-transparent'}`}
        title={readAt === null ? t('notifications.new') : undefined}
      />
      <span className="min-w-0 flex-1">
        <bdi className={readAt === null ? 'font-semibold' : 'font-normal'}>{title}</bdi>
        {readAt === null && <span className="sr-only"> ({t('notifications.new')})</span>}
        <span className="block text-sm font-normal text-ink-muted">
          <CutText>{body}</CutText>
        </span>
      </span>
    </span>
  )
}

/** What the person was told. */
export function NotificationsPage() {
  const { t } = useTranslation('wasla')
  const navigate = useNavigate()
  const { data } = useApi<{ unread: number }>('/notifications/unread-count')
  const change = useChange(['/notifications'])
  const read = (ids?: readonly string[]): void =>
    change.mutate(
      { method: 'POST', path: '/notifications/read', body: ids === undefined ? {} : { ids } },
      { onError: (error) => toast.error(error) },
    )
  const open = ({ id, link, readAt }: Notification): void => {
    if (readAt === null) read([id])
    if (link !== null) void navigate({ to: pageOf(link) })
  }
  const columns: Column<Notification>[] = [
    {
      id: 'title',
      header: t('notifications.what'),
      narrow: 'title',
      cell: (notification) => <Told notification={notification} />,
    },
    {
      id: 'createdAt',
      header: t('audit.at'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
    },
  ]
  return (
    <Page>
      <PageHeader
        title={t('notifications.title')}
        description={t('notifications.hint')}
        actions={
          <>
            <ButtonLink to="/notifications/preferences" icon="settings">
              {t('notifications.preferences')}
            </ButtonLink>
            <Button
              icon="check"
              disabled={data === undefined || data.unread === 0}
              busy={change.isPending}
              onClick={() => read()}
            >
              {t('notifications.read-all')}
            </Button>
          </>
        }
      />
      <DataTable<Notification>
        id="platform.notifications"
        label={t('notifications.title')}
        endpoint="/notifications"
        columns={columns}
        filters={[
          {
            id: 'unread',
            label: t('notifications.show'),
            options: [{ value: 'true', label: t('notifications.unread-only') }],
          },
        ]}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={
          <EmptyState
            icon="bell"
            title={t('notifications.empty')}
            description={t('notifications.empty-hint')}
            action={<ButtonLink to="/notifications/preferences">{t('notifications.preferences')}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}
