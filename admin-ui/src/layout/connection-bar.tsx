import { Icon } from '@wasla/sdk/admin'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

function follow(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Says that the page shows what was, while there is no connection. */
export function ConnectionBar() {
  const { t } = useTranslation('wasla')
  const online = useSyncExternalStore(follow, () => navigator.onLine)
  if (online) return null
  return (
    <p
      role="status"
      className="flex items-center gap-2 bg-warning-soft px-4 py-1.5 text-sm text-warning-strong"
    >
      <Icon name="alert" />
      {t('error.offline-bar')}
    </p>
  )
}
