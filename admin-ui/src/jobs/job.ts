import type { Tone } from '@wasla/sdk/admin'

export const JOB_STATES = [
  'waiting',
  'running',
  'retrying',
  'completed',
  'dead',
  'parked',
  'cancelled',
] as const

/** A job as `/jobs` tells of it. */
export interface Job {
  readonly id: string
  readonly job: string
  readonly plugin: string
  readonly state: (typeof JOB_STATES)[number]
  readonly attempts: number
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly eventId: string | null
  readonly correlationId: string | null
  readonly error: string | null
}

export const STATE_TONES: Readonly<Record<Job['state'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  retrying: 'warning',
  completed: 'success',
  dead: 'danger',
  parked: 'warning',
  cancelled: 'neutral',
}

/** What has not come to an end, and will by itself. */
export const IN_WORK: readonly Job['state'][] = ['waiting', 'running', 'retrying']
