import { Button, callApi, Icon, Time, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** Says all the time that an operator of the platform acts as this person. */
export function Impersonation() {
  const { t } = useTranslation('wasla')
  const { user, impersonation } = useSession()
  if (impersonation === undefined) return null
  const end = async (): Promise<void> => {
    await callApi('POST', '/auth/logout')
    location.assign('/admin/sign-in')
  }
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-x-2 bg-warning-soft px-4 py-1.5 text-sm text-warning-strong"
    >
      <Icon name="shield-alert" />
      {t('impersonation', {
        operator: `\u2068${impersonation.operator}\u2069`,
        name: `\u2068${user.fullName}\u2069`,
      })}
      <Time value={impersonation.until} />
      <Button size="small" className="ms-auto" onClick={() => void end()}>
        {t('impersonation-end')}
      </Button>
    </p>
  )
}
