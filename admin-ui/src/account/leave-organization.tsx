import { Button, Card, ConfirmDialog, toast, useChange, useSession } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** The way out of the organization one is in; the account stays. */
export function LeaveOrganization() {
  const { t } = useTranslation('wasla')
  const { organization } = useSession()
  const change = useChange()
  const [asking, setAsking] = useState(false)
  const leave = (): void =>
    change.mutate(
      { method: 'DELETE', path: '/organization/membership' },
      { onSuccess: () => location.assign('/admin'), onError: (error) => toast.error(error) },
    )
  return (
    <Card title={<bdi>{organization.name}</bdi>}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-64 text-ink-muted">{t('ownership.leave-hint')}</p>
        <Button onClick={() => setAsking(true)}>{t('ownership.leave')}</Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('ownership.leave-title', { organization: organization.name })}
        description={t('ownership.leave-hint')}
        action={t('ownership.leave')}
        dangerous
        busy={change.isPending}
        onConfirm={leave}
      />
    </Card>
  )
}
