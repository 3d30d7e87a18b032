import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { TestClient } from '@wasla/host/testing'
import { quantile } from '../load/median.ts'
import { atMost, type Measurement } from './measurement.ts'

const moment = (): number => performance.timeOrigin + performance.now()

/** From the commit of a switch until another host answers by it. The commit's time is PostgreSQL's own. */
export const toggles: Measurement = {
  name: 'toggles',
  async measure({ databaseUrl, second, host: one, workload: { organizationId, token }, quick, say }) {
    say('toggles')
    await using owned = new AsyncDisposableStack()
    const other = await second.running()
    const database = new pg.Client({ connectionString: databaseUrl })
    await database.connect()
    owned.defer(() => database.end())
    const administrator = new TestClient(one.origin, token)
    const observer = new TestClient(other.origin, token)
    await observer.call('GET', '/probe/pings?echo=on')

    const delays: number[] = []
    for (let toggle = 0; toggle < (quick ? 30 : 300); toggle += 1) {
      const active = toggle % 2 === 1
      const seen = applied(observer, active ? 200 : 404)
      const { status, body } = await administrator.call('PUT', '/modules/probe', { body: { active } })
      if (status > 202) throw new Error(`The probe was not switched: ${JSON.stringify(body)}`)
      const appliedAt = await seen
      const { rows } = await database.query<{ committed: number }>(
        `select extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as committed
         from platform.organization_modules where organization_id = $1 and module_id = 'probe'`,
        [organizationId],
      )
      delays.push(Math.max(0, appliedAt - (rows[0]?.committed ?? Number.NaN)))
      await wait(5)
    }
    const p99 = atMost('switch applied on another host, p99', 50, quantile(delays, 0.99), 'ms')
    return [
      {
        ...p99,
        detail: `${p99.detail}; p50 ${quantile(delays, 0.5).toFixed(1)} ms, ${delays.length} switches`,
      },
    ]
  },
}

/** When the first answer by the new state was there. */
async function applied(observer: TestClient, expected: number): Promise<number> {
  for (;;) {
    const { status } = await observer.call('GET', '/probe/pings?echo=on')
    if (status === expected) return moment()
  }
}
