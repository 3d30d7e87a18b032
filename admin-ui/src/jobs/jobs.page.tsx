import { toast, useChange, usePermission } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import type { Job } from './job.ts'
import { JobDrawer } from './job-drawer.tsx'
import { JobActions, useJobList } from './job-list.tsx'
import { Singletons } from './singletons.tsx'

/** What runs in the background, what waits, and what gave up. */
export function JobsPage() {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.jobs.write')
  const change = useChange(['/jobs'])
  const [open, setOpen] = useState<Job>()
  const act = ({ id }: Job, verb: 'redrive' | 'cancel'): void =>
    change.mutate(
      { method: 'POST', path: `/jobs/${id}/${verb}` },
      {
        onSuccess: () => toast.success(t(`jobs.done.${verb}`)),
        onError: (error) => toast.error(error),
      },
    )
  const { name, progress, stateFilter } = useJobList<Job>()
  return (
    <ListPage<Job>
      title={t('jobs.title')}
      hint={t('jobs.hint')}
      empty={{ icon: 'activity', title: t('jobs.empty'), hint: t('jobs.empty-hint') }}
      id="platform.jobs"
      endpoint="/jobs"
      columns={[name, ...progress]}
      filters={[stateFilter]}
      rowKey={({ id }) => id}
      onOpen={setOpen}
      rowActions={
        mayWrite
          ? (job) => (
              <JobActions
                job={job}
                onRedrive={() => act(job, 'redrive')}
                onCancel={() => act(job, 'cancel')}
              />
            )
          : undefined
      }
    >
      <Singletons />
      {open !== undefined && <JobDrawer job={open} onClose={() => setOpen(undefined)} />}
    </ListPage>
  )
}
