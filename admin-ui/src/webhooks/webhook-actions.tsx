import {
  Button,
  ConfirmChange,
  IconButton,
  Menu,
  MenuItem,
  MenuSeparator,
  toast,
  useChange,
  usePermission,
} from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RecoverDialog } from './recover-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import type { Webhook } from './webhook.ts'
import { WebhookDrawer } from './webhook-drawer.tsx'

type Open = 'edit' | 'rotate' | 'recover' | 'delete'

/** What can be done with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('wasla')
  const navigate = useNavigate()
  const mayWrite = usePermission('platform.webhooks.write')
  const [open, setOpen] = useState<Open>()
  const change = useChange(['/webhooks'])
  const path = `/webhooks/${webhook.id}`
  const close = (): void => setOpen(undefined)
  if (!mayWrite) return null
  const switchOff = (): void =>
    change.mutate(
      { method: 'PATCH', path, body: { enabled: false } },
      {
        onSuccess: () => toast.success(t('webhooks.is-off')),
        onError: (error) => toast.error(error),
      },
    )
  return (
    <>
      <Button icon="pencil" onClick={() => setOpen('edit')}>
        {t('webhooks.change')}
      </Button>
      <Menu trigger={<IconButton icon="more" variant="secondary" label={t('webhooks.more')} />}>
        <MenuItem icon="key" onSelect={() => setOpen('rotate')}>
          {t('webhooks.rotate')}
        </MenuItem>
        <MenuItem icon="redo" onSelect={() => setOpen('recover')}>
          {t('webhooks.recover')}
        </MenuItem>
        {webhook.enabled && (
          <MenuItem icon="x" onSelect={switchOff}>
            {t('webhooks.switch-off')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon="trash" danger onSelect={() => setOpen('delete')}>
          {t('webhooks.delete')}
        </MenuItem>
      </Menu>
      {open === 'edit' && (
        <WebhookDrawer
          webhook={webhook}
          onClose={close}
          onSaved={() => {
            toast.success(t('account.saved'))
            close()
          }}
        />
      )}
      {open === 'rotate' && <RotateDialog webhook={webhook} onClose={close} />}
      {open === 'recover' && <RecoverDialog webhook={webhook} onClose={close} />}
      {open === 'delete' && (
        <ConfirmChange
          title={t('webhooks.delete-title')}
          description={t('webhooks.delete-hint')}
          action={t('webhooks.delete')}
          dangerous
          change={{ method: 'DELETE', path }}
          refresh={['/webhooks']}
          said={() => t('webhooks.deleted')}
          onDone={() => void navigate({ to: '/webhooks' })}
          onClose={close}
        />
      )}
    </>
  )
}
