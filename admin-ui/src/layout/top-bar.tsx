import { CutText, IconButton, useOrganization } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { NotificationBell } from '../notifications/notification-bell.tsx'

/** The head of a small screen, where the side bar is folded away. */
export function TopBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const { t } = useTranslation('wasla')
  const organization = useOrganization()
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-raised px-2 lg:hidden">
      <IconButton icon="menu" label={t('navigation.open')} onClick={onMenu} />
      <span className="min-w-0 flex-1 font-semibold">
        <CutText>{organization.name}</CutText>
      </span>
      <NotificationBell />
      <IconButton icon="search" label={t('palette.open')} onClick={onSearch} />
    </header>
  )
}
