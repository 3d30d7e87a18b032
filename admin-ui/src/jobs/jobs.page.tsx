import {
  Badge,
  Button,
  Time,
  toast,
  useChange,
  useFormat,
  usePermission,
  type Column,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { IN_WORK, JOB_STATES, STATE_TONES, type Job } from './job.ts'
import { JobDrawer } from './job-drawer.tsx'
import { Singletons } from './singletons.tsx'

/** What runs in the background, what waits, and what gave up. */
export function JobsPage() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
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
  const columns: Column<Job>[] = [
    {
      id: 'job',
      header: t('jobs.job'),
      narrow: 'title',
      cell: ({ job }) => <bdi className="font-mono text-sm">{job}</bdi>,
      csv: ({ job }) => job,
    },
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
  const actions = (job: Job) =>
    job.state === 'dead' ? (
      <Button size="small" icon="redo" onClick={() => act(job, 'redrive')}>
        {t('jobs.redrive')}
      </Button>
    ) : (
      IN_WORK.includes(job.state) && (
        <Button size="small" variant="quiet" onClick={() => act(job, 'cancel')}>
          {t('jobs.cancel')}
        </Button>
      )
    )
  return (
    <ListPage<Job>
      title={t('jobs.title')}
      hint={t('jobs.hint')}
      empty={{ icon: 'activity', title: t('jobs.empty'), hint: t('jobs.empty-hint') }}
      id="platform.jobs"
      endpoint="/jobs"
      columns={columns}
      filters={[
        {
          id: 'state',
          label: t('privacy.status'),
          options: JOB_STATES.map((value) => ({ value, label: t(`jobs.states.${value}`) })),
        },
      ]}
      rowKey={({ id }) => id}
      onOpen={setOpen}
      rowActions={mayWrite ? actions : undefined}
    >
      <Singletons />
      {open !== undefined && <JobDrawer job={open} onClose={() => setOpen(undefined)} />}
    </ListPage>
  )
}
