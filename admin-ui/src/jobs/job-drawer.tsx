import { Drawer, Progress, useApi } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { JobFacts } from './job-facts.tsx'
import type { Job } from './job.ts'

interface JobStatus extends Pick<Job, 'state' | 'attempts' | 'finishedAt'> {
  readonly progress: number
  readonly message: string | null
  readonly error: { readonly message: string } | null
}

/** One job: how far it is, and why it failed. */
export function JobDrawer({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { data: now } = useApi<JobStatus>(`/jobs/${job.id}`)
  const told =
    now === undefined
      ? job
      : {
          ...job,
          state: now.state,
          attempts: now.attempts,
          finishedAt: now.finishedAt,
          error: now.error?.message ?? null,
        }
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t('jobs.one')}>
      <JobFacts job={told}>
        {now?.state === 'running' && (
          <div className="mt-5">
            <Progress value={now.progress * 100} label={t('jobs.states.running')} />
            {now.message !== null && <p className="mt-2 text-sm text-ink-muted">{now.message}</p>}
          </div>
        )}
      </JobFacts>
    </Drawer>
  )
}
