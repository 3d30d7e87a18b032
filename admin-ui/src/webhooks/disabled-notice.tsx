import { Button, Notice, toast, useChange, usePermission } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { stateOf, type Webhook } from './webhook.ts'

/** Why the platform no longer sends, and the way back; nothing while it does. */
export function DisabledNotice({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.webhooks.write')
  const change = useChange(['/webhooks'])
  if (webhook.enabled) return null
  const state = stateOf(webhook)
  const switchOn = (): void =>
    change.mutate(
      { method: 'PATCH', path: `/webhooks/${webhook.id}`, body: { enabled: true } },
      {
        onSuccess: () => toast.success(t('webhooks.is-on')),
        onError: (error) => toast.error(error),
      },
    )
  return (
    <Notice
      tone={state === 'off' ? 'info' : 'danger'}
      action={
        mayWrite && (
          <Button busy={change.isPending} onClick={switchOn}>
            {t('webhooks.switch-on')}
          </Button>
        )
      }
    >
      {t(`webhooks.disabled.${state}`)}
    </Notice>
  )
}
