import type { RetryPolicy } from '@wasla/sdk'
import type { LoadedPlugin } from '../kernel/module.ts'

/** What the migrator writes into the platform's registries for one plugin. */
export interface RegistryEntries {
  readonly plugin: string
  readonly subscribers: { name: string; event: string; queue: string; version: number }[]
  readonly queues: { queue: string; options: Record<string, unknown> }[]
}

const DAY = 86_400
/** Seconds. */
export const DEFAULT_TIME_LIMIT = 300
export const DEFAULT_RETRY_LIMIT = 5
/** A worker that has not been heard of for so long is taken for dead, and its jobs are tried again. */
const HEARTBEAT_SECONDS = 15

/** The subscribers and queues that plugins declare. A subscriber's queue bears its name, as a job's does. */
export function registryEntries(plugins: readonly LoadedPlugin[]): RegistryEntries[] {
  return plugins.map(({ id, definition }) => {
    const subscribers = definition.subscribers ?? []
    const jobs = definition.jobs ?? []
    return {
      plugin: id,
      subscribers: subscribers.map(({ name, event }) => ({
        name,
        event: event.name,
        queue: name,
        version: event.version,
      })),
      queues: [
        ...subscribers.map(({ name, retry }) => ({ queue: name, options: queueOptions('standard', retry) })),
        // Policy `short`: one waiting job per key. A job without a key gets its own id as key.
        ...jobs.map(({ name, retry, timeLimit }) => ({
          queue: name,
          options: queueOptions('short', retry, timeLimit),
        })),
      ],
    }
  })
}

function queueOptions(policy: 'standard' | 'short', retry: RetryPolicy = {}, timeLimit = DEFAULT_TIME_LIMIT) {
  return {
    policy,
    retryLimit: retry.limit ?? DEFAULT_RETRY_LIMIT,
    retryDelay: retry.delay ?? 2,
    retryBackoff: true,
    retryDelayMax: 3600,
    // The wrapper ends a run at its limit; this is for a host that died and whose heartbeat is not read.
    expireInSeconds: timeLimit + 60,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // Work for a plugin that is quarantined or whose code is missing waits in its queue.
    retentionSeconds: 365 * DAY,
    // Dead jobs stay this long with their reason; finished ones are removed earlier, by the sweep.
    deleteAfterSeconds: 30 * DAY,
  }
}
