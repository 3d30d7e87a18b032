import { Dialog } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Navigation } from './navigation.tsx'
import { OrganizationSwitch } from './organization-switch.tsx'
import { UserMenu } from './user-menu.tsx'

/** The side bar of a small screen. */
export function NavigationDrawer({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('wasla')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-shade" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 inset-s-0 z-50 flex w-72 max-w-[85vw] animate-fade flex-col border-e border-line bg-raised shadow-dialog"
        >
          <Dialog.Title className="sr-only">{t('navigation.label')}</Dialog.Title>
          <div className="flex px-2.5 pt-2.5">
            <OrganizationSwitch />
          </div>
          <Navigation />
          <div className="border-t border-line p-2">
            <UserMenu />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
