import { Badge, Button, Drawer, Time, useApi, useFormat, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { JobFacts } from '../jobs/job-facts.tsx'
import { IN_WORK, JOB_STATES, STATE_TONES } from '../jobs/job.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { nameColumn, organizationColumn } from './columns.tsx'
import { RedriveDialog } from './redrive-dialog.tsx'
import type { OrganizationJob, QueueReport } from './report.ts'

/** Jobs and deliveries of every organization. */
export function AllJobsPage() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const queues = useApi<{ items: QueueReport[] }>('/operator/queues')
  const [shown, setShown] = useState<{ job: OrganizationJob; as: 'facts' | 'redrive' | 'cancel' }>()
  const close = (): void => setShown(undefined)
  const columns: Column<OrganizationJob>[] = [
    nameColumn('job', t('jobs.job'), ({ job }) => job),
    organizationColumn(t('operations.organization')),
    {
      id: 'state',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ state }) => <Badge tone={STATE_TONES[state]}>{t(`jobs.states.${state}`)}</Badge>,
      csv: ({ state }) => state,
    },
    {
      id: 'attempts',
      header: t('jobs.attempts'),
      numeric: true,
      cell: ({ attempts }) => format.number(attempts),
      csv: ({ attempts }) => attempts,
    },
    {
      id: 'createdAt',
      header: t('jobs.created'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
      csv: ({ createdAt }) => createdAt,
    },
  ]
  const actions = (job: OrganizationJob) =>
    job.state === 'dead' ? (
      <Button size="small" icon="redo" onClick={() => setShown({ job, as: 'redrive' })}>
        {t('jobs.redrive')}
      </Button>
    ) : (
      [...IN_WORK, 'parked'].includes(job.state) && (
        <Button size="small" variant="quiet" onClick={() => setShown({ job, as: 'cancel' })}>
          {t('jobs.cancel')}
        </Button>
      )
    )
  return (
    <ListPage<OrganizationJob>
      title={t('operations.jobs')}
      hint={t('operations.jobs-hint')}
      empty={{ icon: 'activity', title: t('jobs.empty'), hint: t('operations.jobs-empty-hint') }}
      id="platform.operator.jobs"
      endpoint="/operator/jobs"
      columns={columns}
      filters={[
        {
          id: 'state',
          label: t('privacy.status'),
          options: JOB_STATES.map((value) => ({ value, label: t(`jobs.states.${value}`) })),
        },
        {
          id: 'job',
          label: t('operations.queue'),
          options: (queues.data?.items ?? []).map(({ queue }) => ({ value: queue, label: queue })),
        },
      ]}
      rowKey={({ id }) => id}
      onOpen={(job) => setShown({ job, as: 'facts' })}
      rowActions={actions}
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
      {shown?.as === 'cancel' && <CancelDialog job={shown.job} onClose={close} />}
    </ListPage>
  )
}
