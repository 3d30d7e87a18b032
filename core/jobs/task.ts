import type { SystemScope } from '../contexts/context-factory.ts'
import type { ClaimedJob } from './envelope.ts'
import type { Obstacle } from './obstacle.ts'

/** What came of a run: done, or to be tried later because it is not its turn. */
export type Outcome =
  | { readonly done: true; readonly output?: unknown }
  | { readonly done: false; readonly laterBySeconds: number }

/** What a worker does with the jobs of one queue. */
export interface QueueTask {
  readonly queue: string
  readonly plugin: string
  /** How many of one organization run at once over all hosts. */
  readonly perOrganization: number
  /** Seconds. */
  readonly timeLimit: number
  /** How often it is tried again. */
  readonly retryLimit: number
  /** The subscriber to which the jobs are deliveries: its effects are recorded when they end. */
  readonly subscriber?: string
  /** Jobs of the same key run one after the other on this host. */
  readonly serialKey: (job: ClaimedJob) => string | undefined
  readonly run: (job: ClaimedJob, scope: SystemScope, obstacle: Obstacle | undefined) => Promise<Outcome>
}

/** A job that no further attempt can help: it is put aside at once. */
export class UndeliverableError extends Error {
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'UndeliverableError'
    this.code = code
  }
}
