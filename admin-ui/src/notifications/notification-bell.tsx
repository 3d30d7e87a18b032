import { Icon, useApi, useFormat } from '@wasla/sdk/admin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const MOST = 99

/** The way to the notifications, with the number of those that are new. It follows by itself. */
export function NotificationBell() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const count = useApi<{ unread: number }>('/notifications/unread-count')
  const unread = count.data?.unread ?? 0
  const label = t('notifications.bell', { count: unread })
  return (
    <Link
      to="/notifications"
      aria-label={label}
      title={label}
      className="relative grid size-8 shrink-0 place-items-center rounded-md text-ink-muted transition-colors hover:bg-sunken hover:text-ink"
      activeProps={{ className: 'bg-sunken !text-ink' }}
    >
      <Icon name="bell" />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute inset-e-0 top-0 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-[0.625rem] font-semibold text-accent-ink tabular-nums"
        >
          {unread > MOST ? `${format.number(MOST)}+` : format.number(unread)}
        </span>
      )}
    </Link>
  )
}
