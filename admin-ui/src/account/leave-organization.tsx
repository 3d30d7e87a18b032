import { Button, Card, ConfirmChange, useSession } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** The way out of the organization one is in; the account stays. */
export function LeaveOrganization() {
  const { t } = useTranslation('wasla')
  const { organization } = useSession()
  const [asking, setAsking] = useState(false)
  return (
    <Card title={<bdi>{organization.name}</bdi>}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-64 text-ink-muted">{t('ownership.leave-hint')}</p>
        <Button onClick={() => setAsking(true)}>{t('ownership.leave')}</Button>
      </div>
      {asking && (
        <ConfirmChange
          title={t('ownership.leave-title', { organization: organization.name })}
          description={t('ownership.leave-hint')}
          action={t('ownership.leave')}
          dangerous
          change={{ method: 'DELETE', path: '/organization/membership' }}
          onDone={() => location.assign('/admin')}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  )
}
