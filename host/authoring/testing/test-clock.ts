import type { TestClock, TimeSpan } from '@wasla/sdk/testing'
import type { TestHost } from '../../testing/test-host.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds by which all hosts of a test are ahead of the real time. */
export interface ClockAhead {
  milliseconds: number
}

/** The clock of the hosts on one database: it goes on by itself, and jumps when it is told to. */
export function testClock(ahead: ClockAhead, { platform, query }: TestHost): TestClock {
  return {
    now: () => new Date(Date.now() + ahead.milliseconds),
    async advance({ days = 0, hours = 0, minutes = 0 }: TimeSpan) {
      // First the schedules of modules that were switched on a moment ago get their next run.
      await platform.runSchedules()
      ahead.milliseconds += days * DAY + hours * HOUR + minutes * MINUTE
      const moment = `now() + $1 * interval '1 ms'`
      // What would have been due several times meanwhile is due once: nobody counts the nights of a test.
      await query(`update platform.schedule_runs set next_run = ${moment} where next_run <= ${moment}`, [
        ahead.milliseconds,
      ])
      await query(
        `update pgboss.job set start_after = now()
         where state in ('created', 'retry') and start_after > now() and start_after <= ${moment}`,
        [ahead.milliseconds],
      )
      await platform.runSchedules()
    },
  }
}
