import { conflict, type EnqueueOptions, type JobDefinition } from '@wasla/sdk'
import type { EnqueueScope } from '../contexts/default-contexts.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { commitError } from '../events/commit-errors.ts'
import type { Signals } from '../events/signals.ts'
import { currentTraceparent } from '../observability/trace-context.ts'
import { ENQUEUE_JOBS, unitJob, type UnitOutcome, type Unit } from '../events/unit.ts'

/** Enqueues a job in a transaction of its own and returns its id, or that of the one with its key that waits already. */
export async function enqueueJob<Payload>(
  { platform, signals }: { readonly platform: PlatformDatabase; readonly signals: Signals },
  { organizationId, plugin, actorId, request }: EnqueueScope,
  job: JobDefinition<Payload>,
  payload: Payload,
  options?: EnqueueOptions,
): Promise<string> {
  const unit: Unit = {
    organizationId,
    pluginId: plugin,
    actorId,
    requestId: request.requestId,
    correlationId: request.correlationId,
    causationId: request.causationId,
    depth: request.depth,
    traceparent: currentTraceparent(),
    events: [],
    jobs: [unitJob(job, payload, options)],
    meters: [],
  }
  try {
    const [row] = await platform.inOrganization<{ enqueued: Pick<UnitOutcome, 'jobs' | 'queues'> }>(
      organizationId,
      ENQUEUE_JOBS,
      [JSON.stringify(unit)],
    )
    const { jobs = [], queues = [] } = row?.enqueued ?? {}
    signals.committed({ organizationId, plugin, written: { events: [], jobs, queues } })
    const id = jobs[0]?.id
    if (id != null) return id
  } catch (error) {
    throw commitError(error)
  }
  throw conflict(
    'job_key_taken',
    `A job "${job.name}" with the key "${options?.key}" was enqueued at the same moment, so this one was not; nothing is lost, the other one does the work.`,
  )
}
