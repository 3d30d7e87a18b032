import { Badge, DetailList, Drawer, Progress, Time, useApi, useFormat } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { STATE_TONES, type Job } from './job.ts'

interface JobStatus {
  readonly state: Job['state']
  readonly progress: number
  readonly message: string | null
}

const mono = (text: string | null) =>
  text === null ? null : <bdi className="font-mono text-sm break-all">{text}</bdi>

/** One job: how far it is, and why it failed. */
export function JobDrawer({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const status = useApi<JobStatus>(`/jobs/${job.id}`)
  const state = status.data?.state ?? job.state
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t('jobs.one')}>
      <DetailList
        items={[
          [t('jobs.job'), mono(job.job)],
          [
            t('privacy.status'),
            <Badge key="state" tone={STATE_TONES[state]}>
              {t(`jobs.states.${state}`)}
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
      {state === 'running' && status.data !== undefined && (
        <div className="mt-5">
          <Progress value={status.data.progress * 100} label={t('jobs.states.running')} />
          {status.data.message !== null && (
            <p className="mt-2 text-sm text-ink-muted">{status.data.message}</p>
          )}
        </div>
      )}
      {job.error !== null && (
        <p dir="auto" className="mt-5 rounded-md bg-danger-soft p-3 text-start text-danger-strong">
          {job.error}
        </p>
      )}
    </Drawer>
  )
}
