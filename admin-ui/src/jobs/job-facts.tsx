import { Badge, DetailList, Time, useFormat } from '@wasla/sdk/admin'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { STATE_TONES, type Job } from './job.ts'

const mono = (text: string | null) =>
  text === null ? null : <bdi className="font-mono text-sm break-all">{text}</bdi>

export interface JobFactsProps {
  readonly job: Job
  /** What else is known of it. */
  readonly more?: readonly (readonly [label: string, value: ReactNode])[]
  /** Stands before the reason of a failure. */
  readonly children?: ReactNode
}

/** What is known of one job, and why it failed. */
export function JobFacts({ job, more = [], children }: JobFactsProps) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  return (
    <>
      <DetailList
        items={[
          [t('jobs.job'), mono(job.job)],
          ...more,
          [
            t('privacy.status'),
            <Badge key="state" tone={STATE_TONES[job.state]}>
              {t(`jobs.states.${job.state}`)}
            </Badge>,
          ],
          [t('jobs.attempts'), format.number(job.attempts)],
          [t('jobs.created'), <Time key="created" value={job.createdAt} show="date-time" />],
          [
            t('jobs.finished'),
            job.finishedAt === null ? null : <Time key="finished" value={job.finishedAt} show="date-time" />,
          ],
          [t('jobs.event'), mono(job.eventId)],
          [t('jobs.correlation'), mono(job.correlationId)],
        ]}
      />
      {children}
      {job.error !== null && (
        <p dir="auto" className="mt-5 rounded-md bg-danger-soft p-3 text-start text-danger-strong">
          {job.error}
        </p>
      )}
    </>
  )
}
