import { ConfirmChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

// The most that the API takes at once; what is left can be asked for again.
const AT_MOST = 10_000

export interface RedriveDialogProps {
  /** One job, or all dead ones of a queue. */
  readonly which: { readonly ids: readonly string[] } | { readonly job: string }
  readonly name: string
  readonly count: number
  readonly onClose: () => void
}

/** Gives dead jobs all their attempts again, once it is confirmed. */
export function RedriveDialog({ which, name, count, onClose }: RedriveDialogProps) {
  const { t } = useTranslation('wasla')
  return (
    <ConfirmChange<{ redriven: number }>
      title={t('operations.redrive-title', { count, name: `\u2068${name}\u2069` })}
      description={t('operations.redrive-hint')}
      action={t('jobs.redrive')}
      change={{ method: 'POST', path: '/operator/jobs/redrive', body: { ...which, limit: AT_MOST } }}
      refresh={['/operator', '/jobs']}
      said={({ redriven }) => t('operations.redriven', { count: redriven })}
      onClose={onClose}
    />
  )
}
