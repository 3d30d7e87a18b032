import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startTemporaryPostgres } from '@wasla/host'
import { crashDatabase } from './crash-database.ts'
import { runChaos } from './run-chaos.ts'

const LIMIT_MS = 285_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** How long hosts are killed. */
    seconds: { type: 'string', default: '30' },
    events: { type: 'string', default: '20000' },
    hosts: { type: 'string', default: '3' },
    /** How many stand by, so that kills do not wait for starts. */
    'standing-by': { type: 'string', default: '22' },
    /** How often modules are switched on or off before the killing. */
    switches: { type: 'string', default: '1000' },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
console.info(`chaos with seed ${seed} (again with: npm run test:chaos -- --seed ${seed})`)

// What was committed must be there after the crash, so commits wait for the log.
const postgres = await startTemporaryPostgres({ synchronous_commit: 'on' })
try {
  const report = await runChaos({
    databaseUrl: postgres.url,
    seed,
    hosts: Number(values.hosts),
    standingBy: Number(values['standing-by']),
    switches: Number(values.switches),
    organizations: 4,
    events: Number(values.events),
    perBatch: 40,
    killMs: Number(values.seconds) * 1000,
    killEveryMs: 1000,
    interruptDatabase: () => crashDatabase(postgres.url),
    limitMs: LIMIT_MS,
    say: console.info,
  })
  console.table(report.verdict)
  console.info(
    `${report.kills} kills in ${report.killingSeconds} s, ${report.toggles} toggles, ${report.seconds} s in all`,
  )
  for (const line of report.unexpected) console.info(`besides: ${line}`)
  for (const fault of report.faults) console.error(`✗ ${fault}`)
  if (report.faults.length === 0) console.info(`✓ nothing lost, nothing doubled (seed ${seed})`)
  else process.exitCode = 1
} finally {
  await postgres.stop()
}
