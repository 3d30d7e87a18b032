import { isWaslaError, type Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signals, WorkedOn } from '../events/signals.ts'
import { Interval } from '../jobs/interval.ts'
import { LeaseLostError, underLease } from '../jobs/lease.ts'
import {
  claimTask,
  sweepTasks,
  updateTask,
  type ClaimedTask,
  type TaskChange,
  type TaskFailure,
  type TaskKind,
} from './task-records.ts'

/** The way of a task to tell how far it is, under its lease. */
export interface TaskRun {
  /** Aborted when the lease is lost, nobody wants it any more, or the host stops. */
  readonly signal: AbortSignal
  /** @param processed rows so far */
  progress(processed: number): Promise<void>
  /** To be called last, unless the task wrote its end itself. */
  finish(change: Pick<TaskChange, 'processed' | 'result' | 'fileId'>): Promise<void>
}

export interface TaskWorkerDependencies {
  readonly platform: PlatformDatabase
  readonly signals: Signals
  readonly log: Logger
  readonly run: Readonly<Record<TaskKind, (task: ClaimedTask, run: TaskRun) => Promise<void>>>
}

const ATTEMPTS = 3
const PAUSE_MS = 1_000
/** How many run at once on a host. */
const LANES = 2
const SWEEP_MS = 3_600_000

/** Works on the tasks of all organizations, oldest first. */
export function createTaskWorker(dependencies: TaskWorkerDependencies): Pick<Interval, 'start' | 'stop'> {
  const { platform, signals, log } = dependencies
  const stopping = new AbortController()
  const quietly = (work: () => Promise<void>, pauseMs: number): Interval =>
    new Interval(
      () =>
        work().catch((error: unknown) =>
          log.warn({ err: error }, 'Tasks could not be fetched; trying again'),
        ),
      pauseMs,
    )
  const lanes = Array.from({ length: LANES }, () =>
    quietly(() => workOff(dependencies, stopping.signal), PAUSE_MS),
  )
  const all = [...lanes, quietly(() => sweepTasks(platform), SWEEP_MS)]
  const onOrder = ({ kind }: WorkedOn): void => {
    if (kind === 'tasks') for (const lane of lanes) lane.now()
  }
  return {
    start: () => {
      signals.on('work', onOrder)
      for (const interval of all) interval.start()
    },
    stop: async () => {
      signals.off('work', onOrder)
      stopping.abort()
      await Promise.all(all.map((interval) => interval.stop()))
    },
  }
}

/** Works until nothing waits, or the host stops. */
async function workOff(dependencies: TaskWorkerDependencies, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const task = await claimTask(dependencies.platform)
    if (task === undefined) return
    await attempt(dependencies, task, stopping)
    dependencies.signals.emit('work', { kind: 'tasks', organizationId: task.organizationId })
  }
}

async function attempt(
  { platform, signals, log, run }: TaskWorkerDependencies,
  task: ClaimedTask,
  stopping: AbortSignal,
): Promise<void> {
  const { id, kind, organizationId, attempts } = task
  const write = (change: TaskChange) => updateTask(platform.asSystem, task, change)
  try {
    await underLease<TaskChange>({ write, stopping }, (leased) =>
      run[kind](task, {
        signal: leased.signal,
        progress: async (processed) => {
          await leased.change({ processed })
          signals.emit('work', { kind: 'tasks', organizationId })
        },
        finish: (change) => leased.change({ status: 'completed', ...change }),
      }),
    )
  } catch (error) {
    if (error instanceof LeaseLostError) return
    // Not its fault: another host takes it up at once.
    if (stopping.aborted) return void (await write({ status: 'waiting', retryAfter: 0 }))
    const refused = isWaslaError(error) && error.kind !== 'unavailable'
    if (!refused)
      log.warn(
        { err: error, task: id, kind, organization: organizationId, attempt: attempts },
        'An attempt at a task failed',
      )
    await write(
      refused || attempts >= ATTEMPTS
        ? { status: 'failed', failure: failureOf(error) }
        : { status: 'waiting', retryAfter: 2 ** attempts },
    )
  }
}

function failureOf(error: unknown): TaskFailure {
  if (isWaslaError(error)) return { code: error.code, message: error.message }
  return {
    code: 'internal_error',
    message: 'Something unexpected went wrong; the log of the host tells what.',
  }
}
