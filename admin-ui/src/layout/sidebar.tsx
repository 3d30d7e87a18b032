import { Icon } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { NotificationBell } from '../notifications/notification-bell.tsx'
import { Navigation } from './navigation.tsx'
import { OrganizationSwitch } from './organization-switch.tsx'
import { UserMenu } from './user-menu.tsx'

// As it stands on the keyboard at hand.
const PALETTE_KEY = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘K' : 'Ctrl K'

/** The side of a wide screen. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation('wasla')
  return (
    <div className="sticky top-0 flex h-dvh w-64 shrink-0 flex-col border-e border-line bg-raised max-lg:hidden">
      <div className="flex h-13 items-center px-2 pt-1">
        <OrganizationSwitch />
        <NotificationBell />
      </div>
      <div className="px-2.5 pt-1.5">
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2 text-sm text-ink-faint transition-colors hover:border-line-strong"
        >
          <Icon name="search" />
          <span className="flex-1 text-start">{t('palette.open')}</span>
          <kbd dir="ltr" className="font-sans text-xs">
            {PALETTE_KEY}
          </kbd>
        </button>
      </div>
      <Navigation />
      <div className="border-t border-line p-2">
        <UserMenu />
      </div>
    </div>
  )
}
