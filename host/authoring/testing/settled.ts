import { setTimeout as sleep } from 'node:timers/promises'
import type { TestHost } from '../../testing/test-host.ts'

const PATIENCE = 15_000
const INTERVAL = 25

/** Waits until nothing is due or running; what is put off to later, or waits for a module, does not count. */
export async function waitUntilSettled(
  { query }: Pick<TestHost, 'query'>,
  timeLimit = PATIENCE,
): Promise<void> {
  const end = performance.now() + timeLimit
  for (;;) {
    const busy = await query<{ name: string; jobs: number }>(
      `select j.name, count(*)::int as jobs from pgboss.job j join platform.job_queues q on q.queue = j.name
       where j.state = 'active' or (j.state in ('created', 'retry') and j.start_after <= now()) group by j.name
       union all
       select e.name, count(*)::int from platform.unrelayed_events e group by e.name`,
    )
    if (busy.length === 0) return
    if (performance.now() > end) {
      const named = busy.map(({ name, jobs }) => `${jobs} of ${name}`).join(', ')
      throw new Error(
        `After ${timeLimit} ms there still wait: ${named}; a job that fails again and again never settles, see host.log.`,
      )
    }
    await sleep(INTERVAL)
  }
}
