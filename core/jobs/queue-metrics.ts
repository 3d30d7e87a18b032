import { Gauge } from 'prom-client'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Metrics } from '../observability/metrics.ts'
import { listQueues, type QueueReport } from './operator.ts'

/** Several gauges are read together, and hosts are read by several scrapers. */
const FRESH_MS = 2000

/** Depth, lag, parked and dead of each queue, of all hosts together, read from the database when the metrics are. */
export function watchQueues(
  { registry }: Metrics,
  platform: PlatformDatabase,
  heldLeases: () => number,
): void {
  const labelNames = ['plugin', 'queue', 'state'] as const
  let read: Promise<QueueReport[]> | undefined
  let readAt = -Infinity
  const queues = (): Promise<QueueReport[]> => {
    if (read === undefined || performance.now() - readAt > FRESH_MS) {
      readAt = performance.now()
      // Metrics are read most eagerly when the database is in trouble.
      read = listQueues(platform).catch(() => [])
    }
    return read
  }
  new Gauge({
    name: 'wasla_queue_jobs',
    help: 'Jobs and deliveries of a queue by state, over all hosts.',
    labelNames,
    registers: [registry],
    async collect() {
      this.reset()
      for (const { queue, plugin, waiting, running, dead, parked } of await queues())
        for (const [state, count] of Object.entries({ waiting, running, dead, parked }))
          this.set({ plugin, queue, state }, count)
    },
  })
  new Gauge({
    name: 'wasla_queue_lag_seconds',
    help: 'How long the oldest job that could run has waited.',
    labelNames: ['plugin', 'queue'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { queue, plugin, lagSeconds } of await queues()) this.set({ plugin, queue }, lagSeconds)
    },
  })
  new Gauge({
    name: 'wasla_singleton_leases',
    help: 'Singletons that run on this host.',
    registers: [registry],
    collect() {
      this.set(heldLeases())
    },
  })
}
