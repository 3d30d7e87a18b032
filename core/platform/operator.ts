import type { Page } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { createPlatformDatabase } from '../database/platform-database.ts'
import { ConnectionPool } from '../database/statements/connection-pool.ts'
import {
  listEvents,
  subscriberLags,
  type EventFilter,
  type ListedEvent,
  type SubscriberLag,
} from '../events/list-events.ts'
import { replayEvents, type ReplayRange } from '../events/replay.ts'
import { cancelJob } from '../jobs/cancel-job.ts'
import { listJobs, type JobListFilter, type ListedJob } from '../jobs/list-jobs.ts'
import { listSingletons, type SingletonReport } from '../jobs/list-singletons.ts'
import {
  listDead,
  listParked,
  listQueues,
  redrive,
  type DeadJob,
  type JobFilter,
  type ParkedJob,
  type QueueReport,
} from '../jobs/operator.ts'
import { announceWork } from '../jobs/wake-up.ts'
import {
  addOperator,
  listOperators,
  removeOperator,
  type OperatorAccount,
} from '../organizations/operators/manage-operators.ts'

/** Queues, events and singletons of all organizations, in the operator's hands. */
export interface Operator {
  queues(): Promise<QueueReport[]>
  jobs(filter: JobListFilter): Promise<Page<ListedJob>>
  dead(filter: JobFilter): Promise<DeadJob[]>
  parked(filter: JobFilter): Promise<ParkedJob[]>
  /** Gives dead jobs all their attempts again. Returns how many. */
  redrive(filter: JobFilter): Promise<number>
  /** Returns false when there is no such job any more. */
  cancel(id: string): Promise<boolean>
  events(filter: EventFilter): Promise<ListedEvent[]>
  lags(): Promise<SubscriberLag[]>
  /** Delivers events once more to one subscriber. Returns how many. */
  replay(range: ReplayRange): Promise<number>
  singletons(): Promise<SingletonReport[]>
  /** The platform's own staff. */
  operators(): Promise<OperatorAccount[]>
  addOperator(email: string): Promise<void>
  removeOperator(email: string): Promise<void>
}

/** @param url the application's login */
export async function withOperator<Result>(
  { url }: { readonly url: string },
  work: (operator: Operator) => Promise<Result>,
): Promise<Result> {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const pool = new ConnectionPool({ url, size: 2, name: 'wasla operator', log: quiet })
  try {
    return await work(operatorOn(createPlatformDatabase({ pool })))
  } finally {
    await pool.close()
  }
}

/** @param platform of a host, or of a command beside hosts */
export function operatorOn(platform: PlatformDatabase): Operator {
  const waking = async (count: number): Promise<number> => {
    if (count > 0) await announceWork(platform)
    return count
  }
  return {
    queues: () => listQueues(platform),
    jobs: (filter) => listJobs(platform, filter),
    dead: (filter) => listDead(platform, filter),
    parked: (filter) => listParked(platform, filter),
    redrive: async (filter) => waking(await redrive(platform, filter)),
    cancel: (id) => cancelJob(platform, id),
    events: (filter) => listEvents(platform, filter),
    lags: () => subscriberLags(platform),
    replay: async (range) => waking(await replayEvents(platform, range)),
    singletons: () => listSingletons(platform),
    operators: () => listOperators(platform),
    addOperator: (email) => addOperator(platform, email),
    removeOperator: (email) => removeOperator(platform, email),
  }
}
