import { Card, Switch, toast, useApi, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** Whether everybody needs a second factor. */
export function SecondFactorRule({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation('wasla')
  const rule = useApi<{ required: boolean }>('/organization/second-factor')
  const change = useChange(['/organization/second-factor'])
  const require = (required: boolean): void =>
    change.mutate(
      { method: 'PUT', path: '/organization/second-factor', body: { required } },
      {
        onSuccess: () => toast.success(t('account.saved')),
        onError: (error) => toast.error(error),
      },
    )
  return (
    <Card title={t('second-factor.title')}>
      <label className="flex items-start justify-between gap-4">
        <span>
          <span className="block font-medium">{t('organization.second-factor')}</span>
          <span className="mt-0.5 block text-sm text-ink-muted">{t('organization.second-factor-hint')}</span>
        </span>
        <Switch
          checked={rule.data?.required === true}
          disabled={readOnly || rule.data === undefined || change.isPending}
          onCheckedChange={require}
        />
      </label>
    </Card>
  )
}
