import type { SettledAs } from './runner.ts'
import type { QueueTask } from './task.ts'

/** Where the worker counts, if the host wants to know. */
export interface JobMetrics {
  settled(task: Pick<QueueTask, 'queue' | 'plugin'>, as: SettledAs, seconds: number): void
}
