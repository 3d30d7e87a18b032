import { Badge, Button, Time, useFormat, type Column, type Filter } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { nameColumn } from '../layout/name-column.tsx'
import { IN_WORK, JOB_STATES, STATE_TONES, type Job } from './job.ts'

/** What a list of jobs shows and is narrowed by, whosever jobs they are. */
export function useJobList<Row extends Job>() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const name = nameColumn<Row>('job', t('jobs.job'), ({ job }) => job)
  const progress: Column<Row>[] = [
    {
      id: 'state',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ state }) => <Badge tone={STATE_TONES[state]}>{t(`jobs.states.${state}`)}</Badge>,
      csv: 'state',
    },
    {
      id: 'attempts',
      header: t('jobs.attempts'),
      numeric: true,
      cell: ({ attempts }) => format.number(attempts),
      csv: 'attempts',
    },
    {
      id: 'createdAt',
      header: t('jobs.created'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
      csv: 'createdAt',
    },
  ]
  const stateFilter: Filter = {
    id: 'state',
    label: t('privacy.status'),
    options: JOB_STATES.map((value) => ({ value, label: t(`jobs.states.${value}`) })),
  }
  return { name, progress, stateFilter }
}

export interface JobActionsProps {
  readonly job: Job
  /** Which can be cancelled: those that will go on by themselves, unless said otherwise. */
  readonly cancellable?: readonly Job['state'][]
  readonly onRedrive: () => void
  readonly onCancel: () => void
}

/** What can be done with a job in its state. */
export function JobActions({ job, cancellable = IN_WORK, onRedrive, onCancel }: JobActionsProps) {
  const { t } = useTranslation('wasla')
  if (job.state === 'dead')
    return (
      <Button size="small" icon="redo" onClick={onRedrive}>
        {t('jobs.redrive')}
      </Button>
    )
  if (!cancellable.includes(job.state)) return null
  return (
    <Button size="small" variant="quiet" onClick={onCancel}>
      {t('jobs.cancel')}
    </Button>
  )
}
