import type { Registry } from '../kernel/registry.ts'

/** A platform that runs. */
export interface Platform {
  readonly registry: Registry
  /** Where it listens; a worker serves nothing but its health. */
  readonly port: number | undefined
  /** Plans the schedules and enqueues what is due, as it also does by itself every few seconds. */
  runSchedules(): Promise<void>
  /** Finishes what runs, then lets everything go. */
  stop(): Promise<void>
}
