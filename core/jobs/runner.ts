import { randomUUID } from 'node:crypto'
import type { HostLogger } from '../contexts/actor.ts'
import type { SystemScope } from '../contexts/context-factory.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { runAs } from '../kernel/attribution.ts'
import type { Registry } from '../kernel/registry.ts'
import { traceIdOf } from '../observability/trace-context.ts'
import type { TracedRun, Tracing } from '../observability/tracing.ts'
import type { ActiveModules, Gate } from '../tenancy/gate.ts'
import { isTakenAway } from './endings.ts'
import type { ClaimedJob } from './envelope.ts'
import type { JobMetrics } from './job-metrics.ts'
import { parkJob } from './parking.ts'
import type { Settler } from './settler.ts'
import type { Obstacle } from './obstacle.ts'
import type { Slots } from './slots.ts'
import { UndeliverableError, type Outcome, type QueueTask } from './task.ts'
import { withinTime } from './time-limit.ts'

export interface RunnerOptions {
  readonly registry: Registry
  readonly gate: Gate
  readonly platform: PlatformDatabase
  readonly settler: Settler
  /** How many run at once; others wait their turn. */
  readonly slots: Slots
  readonly log: HostLogger
  readonly metrics?: JobMetrics
  readonly tracing: Tracing
}

const SECONDS_WHEN_NOT_SERVED = 30
const SECONDS_WHEN_GATE_IS_CLOSED = 1
const SECONDS_WHEN_SWITCHED_ON_MEANWHILE = 0.2

/** Takes a claimed job through gate, parking, handler and settlement. */
export class Runner {
  readonly #options: RunnerOptions
  readonly #chains = new Map<string, Promise<void>>()

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /** Never rejects: what goes wrong is kept with the job or, if that fails too, logged. */
  async run(
    task: QueueTask,
    job: ClaimedJob,
    obstacle: Obstacle | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { settler, metrics, log } = this.#options
    const key = task.serialKey(job)
    const attempt = () => this.#inSlot(() => this.#attempt(task, job, obstacle, signal))
    try {
      const { began, outcome } = await (key === undefined ? attempt() : this.#inTurn(key, attempt))
      if (typeof outcome !== 'string') await settler.complete(task, job, outcome.output)
      const as = typeof outcome === 'string' ? outcome : 'completed'
      metrics?.settled(task, as, (performance.now() - began) / 1000)
    } catch (error) {
      // It stays claimed until its heartbeat lapses, and is then tried again.
      log.error({ err: error, queue: task.queue, job: job.id }, 'what came of a job could not be written')
    }
  }

  /** Whoever has done its work makes room before that is written, so that many are written together. */
  async #inSlot(attempt: () => Promise<AttemptOutcome>): Promise<{ began: number; outcome: AttemptOutcome }> {
    const { slots } = this.#options
    await slots.take()
    const began = performance.now()
    try {
      return { began, outcome: await attempt() }
    } finally {
      slots.free()
    }
  }

  async #inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#chains.get(key) ?? Promise.resolve()).then(work)
    const over = turn.then(
      () => {},
      () => {},
    )
    this.#chains.set(key, over)
    try {
      return await turn
    } finally {
      if (this.#chains.get(key) === over) this.#chains.delete(key)
    }
  }

  async #attempt(
    task: QueueTask,
    job: ClaimedJob,
    obstacle: Obstacle | undefined,
    signal: AbortSignal,
  ): Promise<AttemptOutcome> {
    const { registry, log } = this.#options
    if (signal.aborted) return this.#letGo(task, job, signal)
    if (obstacle?.kind === 'done') return {}
    if (registry.plugin(task.plugin) === undefined) return this.#putBack(task, job, SECONDS_WHEN_NOT_SERVED)
    let active: ActiveModules
    try {
      active = await this.#options.gate.activeModules(job.envelope.organizationId)
    } catch (error) {
      log.warn(
        { err: error, queue: task.queue, job: job.id },
        'a job was put back because the gate could not answer',
      )
      return this.#putBack(task, job, SECONDS_WHEN_GATE_IS_CLOSED)
    }
    if (!active.ids.has(task.plugin)) return this.#park(task, job)

    const result = await this.#execute(task, job, obstacle, active, signal)
    if ('error' in result) return this.#settleFailure(task, job, result.error, signal)
    if (!result.done) return this.#putBack(task, job, result.laterBySeconds)
    return { output: result.output }
  }

  /** Its end was ordered from outside: it goes back to the queue, unless it is no longer this host's. */
  #letGo(task: QueueTask, job: ClaimedJob, signal: AbortSignal): Promise<SettledAs> {
    return isTakenAway(signal) ? Promise.resolve('taken-away') : this.#putBack(task, job, 0)
  }

  async #execute(
    task: QueueTask,
    job: ClaimedJob,
    obstacle: Obstacle | undefined,
    active: ActiveModules,
    ending: AbortSignal,
  ): Promise<Outcome | { error: unknown }> {
    const { organizationId, correlationId, causationId, depth, traceparent } = job.envelope
    const traceId = traceIdOf(traceparent)
    const log = this.#options.log.child({
      organization: organizationId,
      plugin: task.plugin,
      queue: task.queue,
      job: job.id,
      correlation: correlationId,
      ...(traceId !== undefined && { trace: traceId }),
    })
    try {
      return await withinTime(task.timeLimit * 1000, ending, (signal) => {
        const scope: SystemScope = {
          organizationId,
          active,
          request: { requestId: randomUUID(), correlationId, causationId, depth, log, signal },
        }
        const work = () => runAs(task.plugin, () => task.run(job, scope, obstacle))
        return this.#options.tracing.run(tracedRun(task, job), work)
      })
    } catch (error) {
      return { error }
    }
  }

  async #settleFailure(
    task: QueueTask,
    job: ClaimedJob,
    error: unknown,
    signal: AbortSignal,
  ): Promise<SettledAs> {
    const { settler, log } = this.#options
    if (signal.aborted) return this.#letGo(task, job, signal)
    const bindings = {
      err: error,
      plugin: task.plugin,
      queue: task.queue,
      job: job.id,
      attempt: job.retryCount + 1,
      organization: job.envelope.organizationId,
    }
    const hopeless = error instanceof UndeliverableError
    if (hopeless) await settler.bury(task, job, error)
    else await settler.fail(task, job, error)
    if (hopeless || job.retryCount >= task.retryLimit) {
      log.error(bindings, 'a job was put aside as dead')
      return 'dead'
    }
    log.warn(bindings, 'an attempt of a job failed')
    return 'failed'
  }

  async #park(task: QueueTask, job: ClaimedJob): Promise<SettledAs> {
    const { platform, registry } = this.#options
    const keepDays = registry.manifests.get(task.plugin)?.retention.parkedDays ?? 30
    const answer = await parkJob(platform, {
      queue: task.queue,
      id: job.id,
      attempt: job.retryCount,
      module: task.plugin,
      keepDays,
    })
    if (answer === 'active') return this.#putBack(task, job, SECONDS_WHEN_SWITCHED_ON_MEANWHILE)
    return 'parked'
  }

  async #putBack(task: QueueTask, job: ClaimedJob, seconds: number): Promise<SettledAs> {
    await this.#options.settler.putBack(task, job, seconds)
    return 'put-back'
  }
}

function tracedRun(
  { queue, plugin, subscriber }: QueueTask,
  { id, retryCount, envelope }: ClaimedJob,
): TracedRun {
  const { organizationId, correlationId, causationId, eventId, event, traceparent } = envelope
  return {
    name: subscriber === undefined ? `run ${queue}` : `deliver ${subscriber}`,
    traceparent,
    attributes: {
      'wasla.module': plugin,
      'wasla.organization_id': organizationId,
      'wasla.job_id': id,
      'wasla.attempt': retryCount + 1,
      'wasla.correlation_id': correlationId,
      ...(causationId !== null && { 'wasla.causation_id': causationId }),
      ...(eventId !== undefined && { 'wasla.event_id': eventId, 'wasla.event': event?.name ?? '' }),
    },
  }
}

/** How an attempt ended, or what is yet to be written of one that is done. */
type AttemptOutcome = SettledAs | { readonly output?: unknown }

/** How an attempt ended. */
export type SettledAs = 'completed' | 'failed' | 'dead' | 'parked' | 'put-back' | 'taken-away'
