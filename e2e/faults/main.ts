import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startTemporaryPostgres } from '@wasla/host'
import { breakUnderLoad, type Outcome } from './break-things.ts'
import {
  connectionsCut,
  databaseRestarted,
  networkCut,
  silentNetwork,
  slowDatabase,
  wireCut,
} from './database-faults.ts'
import { diskFull } from './disk-full.ts'
import type { Fault } from './fault.ts'
import { withClock } from './database-clock.ts'
import { clockJump, databaseClockJump, hostKilled } from './host-faults.ts'
import { slowClients, tenfoldLoad } from './load-faults.ts'
import { createNamespace } from './namespace.ts'
import { pluginBlocks, pluginLeaks } from './plugin-faults.ts'
import { startProcessWorld } from './process-world.ts'
import { page, table } from './report.ts'
import type { World } from './world.ts'

const { values } = parseArgs({
  options: {
    /** Only faults with this in their name. */
    only: { type: 'string', default: '' },
    /** And not those with this. */
    without: { type: 'string' },
    /** How long each lasts, as a multiple of the short form. */
    scale: { type: 'string', default: '3' },
    /** Writes docs/faults.md. */
    page: { type: 'boolean', default: false },
  },
})
const chosen = ({ name }: Fault): boolean =>
  name.includes(values.only) && (values.without === undefined || !name.includes(values.without))
const faults = [
  connectionsCut,
  wireCut,
  slowDatabase,
  silentNetwork,
  networkCut,
  databaseRestarted,
  hostKilled,
  clockJump,
  diskFull,
  tenfoldLoad,
  slowClients,
  pluginBlocks,
].filter(chosen)
const outcomes: Outcome[] = []
// What was made of the machine is taken back when the process ends, also when it is told to.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

// What was committed must be there after the crash, so commits wait for the log.
const startPostgres = () => startTemporaryPostgres({ synchronous_commit: 'on', fsync: 'on' })
const postgres = await startPostgres()
try {
  // In a host of its own, on the same database.
  const leaks = chosen(pluginLeaks)
    ? breakAll(await startProcessWorld(postgres.url), [pluginLeaks])
    : undefined
  if (faults.length > 0) await breakAll(await startProcessWorld(postgres.url, createNamespace()), faults)
  await leaks
} finally {
  await postgres.stop()
}
if (chosen(databaseClockJump)) await breakDatabaseClock()
console.info(table(outcomes))
for (const { fault, lost, doubled, wrong } of outcomes) {
  for (const line of [...lost, ...doubled, ...wrong]) console.error(`✗ ${fault}: ${line}`)
  if (lost.length + doubled.length + wrong.length > 0) process.exitCode = 1
}
if (values.page) {
  const command = ['npm run test:faults --', ...process.argv.slice(2)].join(' ')
  await writeFile(new URL('../../docs/faults.md', import.meta.url), page(outcomes, command, new Date()))
}

/** On a server of its own, since its clock costs what the others would pay, too. */
async function breakDatabaseClock(): Promise<void> {
  const started = await withClock(startPostgres)
  const { url, stop } = started?.server ?? (await startPostgres())
  try {
    await breakAll({ ...(await startProcessWorld(url)), setDatabaseClock: started?.clock.set }, [
      databaseClockJump,
    ])
  } finally {
    await stop()
    started?.clock.remove()
  }
}

/** One after the other. */
async function breakAll(world: World, breaking: readonly Fault[]): Promise<void> {
  try {
    for (const fault of breaking) {
      const outcome = await breakUnderLoad(world, fault, Number(values.scale))
      console.info(table([outcome]).split('\n').at(-1))
      outcomes.push(outcome)
    }
  } finally {
    await world.stop()
  }
}
