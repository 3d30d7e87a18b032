import { Counter, Histogram } from 'prom-client'
import type { Metrics } from '../observability/metrics.ts'
import type { SettledAs } from './runner.ts'
import type { QueueTask } from './task.ts'

/** Where the worker counts. */
export interface JobMetrics {
  settled(task: Pick<QueueTask, 'queue' | 'plugin'>, as: SettledAs, seconds: number): void
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Counts among the host's metrics. */
export function createJobMetrics({ registry, countPluginError }: Metrics): JobMetrics {
  const labelNames = ['plugin', 'queue', 'as'] as const
  const settled = new Counter({
    name: 'wasla_jobs_settled_total',
    help: 'Attempts of jobs and deliveries by how they ended.',
    labelNames,
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'wasla_job_duration_seconds',
    help: 'Time from the claim of a job until what came of it was written.',
    labelNames,
    buckets: SECONDS,
    registers: [registry],
  })
  return {
    settled: ({ plugin, queue }, as, seconds) => {
      settled.inc({ plugin, queue, as })
      duration.observe({ plugin, queue, as }, seconds)
      if (as === 'failed' || as === 'dead') countPluginError(plugin, 'job')
    },
  }
}
