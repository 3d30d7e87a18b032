import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import type { EnqueueOptions, JobDefinition } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { EnqueueScope } from '../contexts/default-contexts.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { EventRelay } from '../events/relay.ts'
import type { Signals, WorkKind } from '../events/signals.ts'
import { createSubscriberTask } from '../events/subscriber-task.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Metrics } from '../observability/metrics.ts'
import { createTracing, type Tracing } from '../observability/tracing.ts'
import type { Gate } from '../tenancy/gate.ts'
import { Dispatcher } from './dispatcher.ts'
import { enqueueJob } from './enqueue.ts'
import { createJobTask, type TaskDependencies } from './job-task.ts'
import { Maintenance } from './maintenance.ts'
import { createJobMetrics } from './job-metrics.ts'
import { unparkModule } from './parking.ts'
import { watchQueues } from './queue-metrics.ts'
import { Runner } from './runner.ts'
import { Scheduler } from './scheduler.ts'
import { Settler } from './settler.ts'
import { SingletonManager } from './singleton-manager.ts'
import { Slots } from './slots.ts'
import type { QueueTask } from './task.ts'
import { createJobNotifier, type Heard, type JobListener, listenForJobs } from './wake-up.ts'
import { createWorkNotifier } from './work-notices.ts'

export interface JobsOptions {
  /** The application's login, on a connection that is its own session (LISTEN). */
  readonly connectionString: string
  /** `web` only enqueues; `worker` and `all` also run jobs, schedules and singletons. */
  readonly role: 'web' | 'worker' | 'all'
  /** This host's id, the holder of its leases. */
  readonly hostId?: string
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Gate
  readonly contexts: ContextFactory
  readonly signals: Signals
  readonly log: HostLogger
  readonly metrics?: Metrics
  /** Default: what `createTracing()` finds. */
  readonly tracing?: Tracing
  /** How many jobs run at once on this host. Default 20. */
  readonly concurrency?: number
  /** How many singletons this host runs at once. Default 1000. */
  readonly singletons?: number
  /** How long the event log is kept. Default 400. */
  readonly eventLogDays?: number
  /** What the operator calls this host. */
  readonly hostName?: string
  /** Milliseconds that running jobs have to finish when the host stops. Default 10,000. */
  readonly drainMs?: number
  /** Milliseconds between looks at the queues when nobody calls. Default 1000. */
  readonly pollMs?: number
  /** Milliseconds between looks at the schedules. Default 15,000. */
  readonly scheduleMs?: number
  /** Milliseconds by which schedules are ahead of the database's clock. */
  readonly clockAhead?: () => number
  /** Milliseconds a singleton's lease lasts without renewal. Default 10,000. */
  readonly leaseMs?: number
}

/** Jobs, deliveries, schedules and singletons of one host. */
export interface Jobs {
  /** Opens its connections, and runs nothing yet: for whoever has something to do meanwhile. */
  connect(): Promise<void>
  start(): Promise<void>
  /** Drains: running jobs finish within the limit or are given back; singletons stop and release their leases. */
  stop(): Promise<void>
  /** Enqueues a job outside any unit of work. */
  enqueue<Payload>(
    scope: EnqueueScope,
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<string>
  /** Something may wait: look at the queues now. */
  signal(): void
  /** Plans the schedules and enqueues what is due; nothing on a host that only enqueues. */
  runSchedules(): Promise<void>
  /** To be called when a module was switched on: sends what was parked meanwhile, and starts its singletons. */
  unpark(organizationId: string, module: string): Promise<number>
  /** To be called when a module was switched on or off, or a record with a singleton came or went. */
  refreshSingletons(): void
}

const MAX_CONNECTIONS = 4
const AHEAD = 5

export function createJobs(options: JobsOptions): Jobs {
  const { platform, signals, log, role, registry } = options
  const notify = createJobNotifier(platform, log)
  const worker = role === 'web' ? undefined : createWorker(options)
  const onEvent = (): void => {
    notify('events')
    worker?.relay.wake()
  }
  const onJobs = (queues: readonly string[] = []): void => {
    notify('jobs')
    worker?.wake(queues)
  }
  const onProgress = (): void => notify('else')
  const onWork = createWorkNotifier(platform, log)
  const onElsewhere = ({ news, cancelledJob, worked }: Heard): void => {
    if (cancelledJob !== undefined) return worker?.cancel(cancelledJob)
    if (worked !== undefined) signals.emit('worked', worked === 'any' ? undefined : worked)
    if (news.size === 0) return
    if (news.has('events')) worker?.relay.wake()
    if (news.has('jobs')) worker?.wake()
    signals.emit('elsewhere')
  }
  let listener: JobListener | undefined
  let connecting: Promise<unknown> | undefined
  const connect = (): Promise<unknown> => {
    signals.on('jobs', onJobs).on('event', onEvent).on('progress', onProgress).on('work', onWork)
    listener = listenForJobs(options.connectionString, onElsewhere, log)
    if (worker === undefined) return Promise.resolve()
    return Promise.all([
      worker.boss.start(),
      options.platform.asSystem('select platform.index_waiting_jobs()'),
    ])
  }
  if (options.metrics !== undefined)
    watchQueues(options.metrics, platform, () => worker?.singletons.held.length ?? 0)

  return {
    connect: async () => void (await (connecting ??= connect())),
    start: async () => {
      await (connecting ??= connect())
      if (worker === undefined) return
      worker.relay.start()
      for (const lane of worker.lanes) lane.start()
      worker.maintenance.start()
      worker.scheduler.start()
      worker.singletons.start()
    },
    stop: async () => {
      signals.off('jobs', onJobs).off('event', onEvent).off('progress', onProgress).off('work', onWork)
      await Promise.allSettled([connecting])
      await listener?.close()
      if (worker === undefined || connecting === undefined) return
      await Promise.all([
        worker.relay.stop(),
        worker.scheduler.stop(),
        worker.maintenance.stop(),
        worker.singletons.stop(),
      ])
      await Promise.all(worker.lanes.map((lane) => lane.stop(options.drainMs ?? 10_000)))
      await worker.boss.stop({ graceful: false })
    },
    enqueue: (scope, job, payload, enqueueOptions) =>
      enqueueJob({ platform, signals }, scope, job, payload, enqueueOptions),
    signal: () => {
      onEvent()
      onJobs()
    },
    runSchedules: async () => worker?.scheduler.run(),
    unpark: async (organizationId, module) => {
      const released =
        registry.plugin(module) === undefined ? 0 : await unparkModule(platform, organizationId, module)
      if (released > 0) onJobs()
      worker?.singletons.refresh()
      return released
    },
    refreshSingletons: () => worker?.singletons.refresh(),
  }
}

function createWorker(options: JobsOptions) {
  const { connectionString, platform, registry, gate, contexts, log, metrics } = options
  const boss = new PgBoss({
    connectionString,
    schema: 'pgboss',
    application_name: 'wasla queue',
    max: MAX_CONNECTIONS,
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // The application's login does not own the tables, so it could not rebuild their indexes.
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error and goes on'))
  const settler = new Settler({ boss, platform, log })
  const concurrency = options.concurrency ?? 20
  const counters = metrics && createJobMetrics(metrics)
  const tracing = options.tracing ?? createTracing()
  const workedOn = (kind: WorkKind) => (organizationId: string) =>
    void options.signals.emit('work', { kind, organizationId })
  const tasks = tasksOf(registry, { contexts, platform, signals: options.signals })
  const laneOf = (laneTasks: readonly QueueTask[], claims: number): Dispatcher =>
    new Dispatcher({
      platform,
      runner: new Runner({
        registry,
        gate,
        platform,
        settler,
        slots: new Slots(concurrency),
        log,
        metrics: counters,
        tracing,
      }),
      tasks: new Map(laneTasks.map((task) => [task.queue, task])),
      serves: ({ plugin }) => registry.plugin(plugin) !== undefined,
      concurrency: claims,
      onWork: workedOn('jobs'),
      log,
      pollMs: options.pollMs,
    })
  // Deliveries are many and short, so they are claimed ahead; jobs may be long, and one that waits here waits everywhere.
  const lanes = [
    laneOf(
      tasks.filter(({ subscriber }) => subscriber !== undefined),
      concurrency * AHEAD,
    ),
    laneOf(
      tasks.filter(({ subscriber }) => subscriber === undefined),
      concurrency,
    ),
  ]
  const wake = (queues?: readonly string[]): void => {
    for (const lane of lanes) lane.wake(queues)
  }
  return {
    boss,
    lanes,
    wake,
    relay: new EventRelay({
      platform,
      log,
      onRelayed: (queues) => options.signals.emit('jobs', queues),
      pollMs: options.pollMs,
    }),
    cancel: (jobId: string) => {
      for (const lane of lanes) lane.cancel(jobId)
    },
    maintenance: new Maintenance({ platform, log, wake, eventLogDays: options.eventLogDays }),
    scheduler: new Scheduler({
      platform,
      registry,
      occurrences: (cron, preview) => boss.previewSchedule(cron, preview),
      wake,
      log,
      intervalMs: options.scheduleMs,
      clockAhead: options.clockAhead,
    }),
    singletons: new SingletonManager({
      platform,
      registry,
      gate,
      contexts,
      log,
      onWork: workedOn('singletons'),
      holder: options.hostId ?? randomUUID(),
      leaseMs: options.leaseMs,
      hostName: options.hostName,
      capacity: options.singletons,
    }),
  }
}

function tasksOf(registry: Registry, dependencies: TaskDependencies): QueueTask[] {
  return registry.plugins.flatMap(({ id, definition }) => [
    ...(definition.subscribers ?? []).map((subscriber) => createSubscriberTask(id, subscriber, dependencies)),
    ...(definition.jobs ?? []).map((job) => createJobTask(id, job, dependencies)),
  ])
}
