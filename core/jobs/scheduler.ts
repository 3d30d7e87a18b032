import { randomUUID } from 'node:crypto'
import type { ScheduleDefinition } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'
import { ENQUEUE_JOBS, unitJob, type Unit } from '../events/unit.ts'
import type { Registry } from '../kernel/registry.ts'
import { Interval } from './interval.ts'
import { runsToMakeUp, type Occurrences } from './missed-runs.ts'

export interface SchedulerOptions {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly occurrences: Occurrences
  readonly wake: () => void
  readonly log: HostLogger
  readonly intervalMs?: number
  /** Milliseconds by which this clock is ahead of the database's, which all hosts share. */
  readonly clockAhead?: () => number
}

interface DueRun {
  readonly schedule: string
  readonly organization_id: string
  readonly module_id: string
  readonly time_zone: string
  readonly next_run: Date
  readonly now: Date
}

const INTERVAL_MS = 15_000
const BATCH = 200

/** Turns schedules into jobs, for each organization by its own time zone. The database says what the time is. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #interval: Interval

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#interval = new Interval(async () => {
      try {
        await this.run()
      } catch (error) {
        options.log.warn(
          { err: error },
          'schedules could not be looked at; they are tried again shortly and missed runs are made up for',
        )
      }
    }, options.intervalMs ?? INTERVAL_MS)
  }

  start(): void {
    if (this.#schedules().size > 0) this.#interval.start()
  }

  stop(): Promise<void> {
    return this.#interval.stop()
  }

  async run(): Promise<void> {
    await this.plan()
    while ((await this.fire()) === BATCH);
  }

  /** Gives every active organization its next run, and takes it from those that switched the module off. */
  async plan(): Promise<void> {
    const { platform } = this.#options
    const schedules = JSON.stringify(
      [...this.#schedules().values()].map(({ plugin, schedule }) => ({
        schedule: schedule.name,
        module: plugin,
        cron: schedule.cron,
        fixed_zone: schedule.timeZone === 'UTC' ? 'UTC' : null,
      })),
    )
    await platform.asSystem(
      `delete from platform.schedule_runs r
       where r.schedule in (select s.schedule from jsonb_to_recordset($1::jsonb) as s (schedule text))
         and not exists (
           select from platform.organization_modules m join platform.organizations o on o.id = m.organization_id
           where m.organization_id = r.organization_id and m.module_id = r.module_id and m.active and o.status = 'active')`,
      [schedules],
    )
    const unplanned = await platform.asSystem<{
      schedule: string
      module: string
      cron: string
      organization_id: string
      zone: string
      now: Date
    }>(
      `select s.schedule, s.module, s.cron, o.id as organization_id, coalesce(s.fixed_zone, o.time_zone) as zone, now() + $2 * interval '1 ms' as now
       from jsonb_to_recordset($1::jsonb) as s (schedule text, module text, cron text, fixed_zone text)
       join platform.organization_modules m on m.module_id = s.module and m.active
       join platform.organizations o on o.id = m.organization_id and o.status = 'active'
       left join platform.schedule_runs r on r.schedule = s.schedule and r.organization_id = o.id
       where r.schedule is null or r.cron <> s.cron or r.time_zone <> coalesce(s.fixed_zone, o.time_zone)`,
      [schedules, this.#ahead()],
    )
    for (const { schedule, module, cron, organization_id, zone, now } of unplanned) {
      await platform.asSystem(
        `insert into platform.schedule_runs (schedule, organization_id, module_id, cron, time_zone, next_run)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (schedule, organization_id) do update
           set cron = excluded.cron, time_zone = excluded.time_zone, next_run = excluded.next_run`,
        [schedule, organization_id, module, cron, zone, this.#next(cron, zone, now)],
      )
    }
  }

  /** Enqueues what is due, at most a batch; the row locks keep other hosts from doing the same. Returns how many were due. */
  async fire(): Promise<number> {
    const names = [...this.#schedules().keys()]
    const due = await this.#options.platform.transaction(async (query) => {
      const runs = await query<DueRun>(
        `select r.schedule, r.organization_id, r.module_id, r.time_zone, r.next_run, now() + $2 * interval '1 ms' as now
         from platform.schedule_runs r
         where r.next_run <= now() + $2 * interval '1 ms' and r.schedule = any ($1::text[])
         order by r.next_run limit ${BATCH} for update skip locked`,
        [names, this.#ahead()],
      )
      for (const run of runs) await this.#fireOne(query, run)
      return runs.length
    })
    if (due > 0) this.#options.wake()
    return due
  }

  async #fireOne(query: PlatformQuery, run: DueRun): Promise<void> {
    const found = this.#schedules().get(run.schedule)
    if (found === undefined) return
    const { schedule } = found
    const zone = isTimeZone(run.time_zone) ? run.time_zone : 'UTC'
    const due = { schedule, zone, planned: run.next_run, now: run.now }
    const moments = runsToMakeUp(this.#options.occurrences, due)
    if (moments.length > 0) await enqueueRuns(query, run, schedule, moments)
    await query(
      `update platform.schedule_runs set last_run = coalesce($4, last_run), next_run = $3
       where schedule = $1 and organization_id = $2`,
      [run.schedule, run.organization_id, this.#next(schedule.cron, zone, run.now), moments.at(-1) ?? null],
    )
  }

  #ahead(): number {
    return this.#options.clockAhead?.() ?? 0
  }

  #next(cron: string, zone: string, from: Date): Date {
    const [next] = this.#options.occurrences(cron, { tz: isTimeZone(zone) ? zone : 'UTC', from, count: 1 })
    if (next === undefined)
      throw new Error(
        `The schedule "${cron}" has no next run, so it is never enqueued: correct its expression.`,
      )
    return next
  }

  #schedules(): Map<string, { plugin: string; schedule: ScheduleDefinition }> {
    return new Map(
      this.#options.registry.plugins.flatMap(({ id, definition }) =>
        (definition.schedules ?? []).map((schedule) => [schedule.name, { plugin: id, schedule }] as const),
      ),
    )
  }
}

async function enqueueRuns(
  query: PlatformQuery,
  run: DueRun,
  { name, job, payload, missed }: ScheduleDefinition,
  moments: readonly Date[],
): Promise<void> {
  const unit: Unit = {
    organizationId: run.organization_id,
    pluginId: run.module_id,
    actorId: null,
    requestId: `schedule ${name}`,
    correlationId: randomUUID(),
    causationId: null,
    depth: 0,
    events: [],
    // By key, so that runs do not pile up while no worker is there; unless each of them is wanted.
    jobs: moments.map((moment) => {
      const at = moment.toISOString()
      const key = missed === 'all' ? `schedule ${name} ${at}` : `schedule ${name}`
      return { ...unitJob(job, payload, { key }), scheduledFor: at }
    }),
    meters: [],
  }
  await query(`select set_config('app.organization_id', $1, true)`, [run.organization_id])
  await query(ENQUEUE_JOBS, [JSON.stringify(unit)])
}

function isTimeZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
