import { ConfirmChange, Drawer, useApi } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { JobFacts } from '../jobs/job-facts.tsx'
import { IN_WORK } from '../jobs/job.ts'
import { JobActions, useJobList } from '../jobs/job-list.tsx'
import { organizationColumn } from './columns.tsx'
import { RedriveDialog } from './redrive-dialog.tsx'
import type { OrganizationJob, QueueReport } from './report.ts'

/** Jobs and deliveries of every organization. */
export function AllJobsPage() {
  const { t } = useTranslation('wasla')
  const { name, progress, stateFilter } = useJobList<OrganizationJob>()
  const queues = useApi<{ items: QueueReport[] }>('/operator/queues')
  const [shown, setShown] = useState<{ job: OrganizationJob; as: 'facts' | 'redrive' | 'cancel' }>()
  const close = (): void => setShown(undefined)
  return (
    <ListPage<OrganizationJob>
      title={t('operations.jobs')}
      hint={t('operations.jobs-hint')}
      empty={{ icon: 'activity', title: t('jobs.empty'), hint: t('operations.jobs-empty-hint') }}
      id="platform.operator.jobs"
      endpoint="/operator/jobs"
      columns={[name, organizationColumn(t('operations.organization')), ...progress]}
      filters={[
        stateFilter,
        {
          id: 'job',
          label: t('operations.queue'),
          options: (queues.data?.items ?? []).map(({ queue }) => ({ value: queue, label: queue })),
        },
      ]}
      rowKey={({ id }) => id}
      onOpen={(job) => setShown({ job, as: 'facts' })}
      rowActions={(job) => (
        <JobActions
          job={job}
          cancellable={[...IN_WORK, 'parked']}
          onRedrive={() => setShown({ job, as: 'redrive' })}
          onCancel={() => setShown({ job, as: 'cancel' })}
        />
      )}
    >
      {shown?.as === 'facts' && (
        <Drawer open onOpenChange={(open) => !open && close()} title={t('jobs.one')}>
          <JobFacts
            job={shown.job}
            more={[[t('operations.organization'), shown.job.organizationName ?? shown.job.organizationId]]}
          />
        </Drawer>
      )}
      {shown?.as === 'redrive' && (
        <RedriveDialog which={{ ids: [shown.job.id] }} name={shown.job.job} count={1} onClose={close} />
      )}
      {shown?.as === 'cancel' && (
        <ConfirmChange
          title={t('operations.cancel-title', { name: `\u2068${shown.job.job}\u2069` })}
          description={t('operations.cancel-hint')}
          action={t('operations.cancel')}
          dangerous
          change={{ method: 'POST', path: `/operator/jobs/${shown.job.id}/cancel` }}
          refresh={['/operator', '/jobs']}
          said={() => t('jobs.done.cancel')}
          onClose={close}
        />
      )}
    </ListPage>
  )
}
