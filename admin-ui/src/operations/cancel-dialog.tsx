import { ConfirmDialog, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { OrganizationJob } from './report.ts'

/** Cancels a job that has not ended, once it is confirmed. */
export function CancelDialog({ job, onClose }: { job: OrganizationJob; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const cancel = useChange(['/operator', '/jobs'])
  const confirm = (): void =>
    cancel.mutate(
      { method: 'POST', path: `/operator/jobs/${job.id}/cancel` },
      {
        onSuccess: () => {
          toast.success(t('jobs.done.cancel'))
          onClose()
        },
        onError: (error) => toast.error(error),
      },
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('operations.cancel-title', { name: `\u2068${job.job}\u2069` })}
      description={t('operations.cancel-hint')}
      action={t('operations.cancel')}
      dangerous
      busy={cancel.isPending}
      onConfirm={confirm}
    />
  )
}
