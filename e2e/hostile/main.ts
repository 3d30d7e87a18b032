import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startTemporaryPostgres, startTestHost } from '@wasla/host'
import { attackedModules, showcase } from './modules.ts'
import { runHostile } from './run-hostile.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    requests: { type: 'string', default: '50000' },
    /** The number of one attack, to make it again. */
    from: { type: 'string', default: '0' },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
console.info(`hostile input with seed ${seed} (again with: npm run test:hostile -- --seed ${seed})`)

const postgres = await startTemporaryPostgres()
try {
  const host = await startTestHost({ cluster: postgres.url, plugins: [showcase] })
  try {
    const report = await runHostile({
      host,
      modules: attackedModules(host),
      seed,
      from: Number(values.from),
      requests: Number(values.requests),
      say: console.info,
    })
    console.table(Object.fromEntries([...report.byStatus].sort(([one], [other]) => one - other)))
    console.info(
      `${report.sent} requests of ${report.byKind.size} kinds to ${report.targets} operations and fields; the slowest took ${Math.round(report.slowest.milliseconds)} ms: ${report.slowest.attack}`,
    )
    const groups = Map.groupBy(report.faults, ({ attack, what }) => `${what} ← ${attack}`)
    for (const [title, [first, ...others]] of groups)
      console.error(
        `✗ ${title}, ${others.length + 1} times, first with --from ${first?.number}\n    ${first?.answer}`,
      )
    if (groups.size === 0) console.info(`✓ nothing failed, hung or leaked (seed ${seed})`)
    else process.exitCode = 1
  } finally {
    await host.stop()
  }
} finally {
  await postgres.stop()
}
