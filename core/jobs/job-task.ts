import { z } from 'zod'
import type { JobDefinition } from '@wasla/sdk'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signals } from '../events/signals.ts'
import { reportProgress } from './progress.ts'
import { DEFAULT_RETRY_LIMIT, DEFAULT_TIME_LIMIT } from './registry-entries.ts'
import { UndeliverableError, type QueueTask } from './task.ts'

export interface TaskDependencies {
  readonly contexts: ContextFactory
  readonly platform: PlatformDatabase
  readonly signals: Signals
}

/** Runs a plugin's job. */
export function createJobTask(
  plugin: string,
  job: JobDefinition,
  { contexts, platform, signals }: TaskDependencies,
): QueueTask {
  return {
    queue: job.name,
    plugin,
    perOrganization: job.perOrganization ?? 2,
    timeLimit: job.timeLimit ?? DEFAULT_TIME_LIMIT,
    retryLimit: job.retry?.limit ?? DEFAULT_RETRY_LIMIT,
    serialKey: () => undefined,
    run: async ({ id, retryCount, envelope }, scope) => {
      const payload = job.payload.safeParse(envelope.payload)
      if (!payload.success) {
        throw new UndeliverableError(
          'job_payload_invalid',
          `The payload of this "${job.name}" is not what the job accepts, so it was put aside: ${z.prettifyError(payload.error)}`,
        )
      }
      let told = false
      const progress = async (fraction: number, message?: string): Promise<void> => {
        told = true
        await reportProgress(platform, { jobId: id, organizationId: scope.organizationId, fraction, message })
        signals.emit('progress')
      }
      const output = await job.run(contexts.system(plugin, scope), payload.data, {
        id,
        attempt: retryCount + 1,
        scheduledFor: envelope.scheduledFor === undefined ? null : new Date(envelope.scheduledFor),
        progress,
      })
      if (told) await progress(1)
      return { done: true, output }
    },
  }
}
