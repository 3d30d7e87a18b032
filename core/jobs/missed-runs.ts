import type { ScheduleDefinition } from '@wasla/sdk'

/** The moments of a cron expression in a time zone, strictly after `from`, earliest first. */
export type Occurrences = (cron: string, options: { tz: string; from: Date; count: number }) => Date[]

export interface DueSchedule {
  readonly schedule: Pick<ScheduleDefinition, 'cron' | 'missed' | 'missedLimit'>
  readonly zone: string
  /** When it was to run; not after `now`. */
  readonly planned: Date
  readonly now: Date
}

/** A run this late was not missed: hosts were being exchanged. */
const LATE_MS = 5 * 60_000
const MISSED_LIMIT = 24

/** The moments to run for now, by the schedule's policy, earliest first. */
export function runsToMakeUp(occurrences: Occurrences, due: DueSchedule): Date[] {
  const { schedule, now } = due
  switch (schedule.missed ?? 'once') {
    case 'skip': {
      const [latest] = latestBefore(occurrences, due, 1)
      return latest !== undefined && now.getTime() - latest.getTime() <= LATE_MS ? [latest] : []
    }
    case 'once':
      return latestBefore(occurrences, due, 1)
    case 'all':
      return latestBefore(occurrences, due, schedule.missedLimit ?? MISSED_LIMIT)
  }
}

/**
 * The last `count` moments from `planned` until now. Looks back from now, and further until there are enough, so that a
 * schedule of every minute is not gone through from the beginning of a long silence.
 */
function latestBefore(occurrences: Occurrences, due: DueSchedule, count: number): Date[] {
  const { planned, now, zone } = due
  const first = planned.getTime()
  const [second] = occurrences(due.schedule.cron, { tz: zone, from: planned, count: 1 })
  const distance = Math.max(60_000, (second?.getTime() ?? now.getTime()) - first)
  for (let window = distance * (count + 1); ; window *= 2) {
    const from = now.getTime() - window
    if (from <= first) return [planned, ...between(occurrences, due, planned)].slice(-count)
    const found = between(occurrences, due, new Date(from))
    if (found.length >= count) return found.slice(-count)
  }
}

const CHUNK = 100

function between(occurrences: Occurrences, { schedule, zone, now }: DueSchedule, from: Date): Date[] {
  const found: Date[] = []
  for (let after = from; ; ) {
    const chunk = occurrences(schedule.cron, { tz: zone, from: after, count: CHUNK })
    const due = chunk.filter((moment) => moment <= now)
    found.push(...due)
    const last = due.at(-1)
    if (due.length < CHUNK || last === undefined) return found
    after = last
  }
}
