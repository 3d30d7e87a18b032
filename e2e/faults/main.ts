import { parseArgs } from 'node:util'
import { startTemporaryPostgres } from '@wasla/host'
import { crashDatabase } from '../chaos/crash-database.ts'
import { breakUnderLoad } from './break-things.ts'
import {
  connectionsCut,
  type Fault,
  hostKilled,
  silentNetwork,
  slowClients,
  slowDatabase,
  tenfoldLoad,
  wireCut,
} from './faults.ts'
import { startProcessWorld } from './process-world.ts'

const { values } = parseArgs({
  options: {
    /** Only faults with this in their name. */
    only: { type: 'string', default: '' },
    /** How long each lasts, as a multiple of the short form. */
    scale: { type: 'string', default: '3' },
  },
})

const databaseRestarted: Fault = {
  name: 'a database that crashes and recovers',
  async breakIt({ databaseUrl }, scale) {
    for (let round = 0; round < scale; round += 1) await crashDatabase(databaseUrl)
    return {}
  },
}

// What was committed must be there after the crash, so commits wait for the log.
const postgres = await startTemporaryPostgres({ synchronous_commit: 'on', fsync: 'on' })
try {
  const world = await startProcessWorld(postgres.url)
  try {
    for (const fault of [
      connectionsCut,
      wireCut,
      slowDatabase,
      silentNetwork,
      slowClients,
      tenfoldLoad,
      databaseRestarted,
      hostKilled,
    ]) {
      if (!fault.name.includes(values.only)) continue
      const { acknowledged, reads, refused, told, wrong } = await breakUnderLoad(
        world,
        fault,
        Number(values.scale),
      )
      console.info(
        `${wrong.length === 0 ? '✓' : '✗'} ${fault.name}: ${acknowledged} writes acknowledged, ${reads} reads; refused ${JSON.stringify(refused)}${told === '' ? '' : `; ${told}`}`,
      )
      for (const line of wrong) console.error(`    ${line}`)
      if (wrong.length > 0) process.exitCode = 1
    }
  } finally {
    await world.stop()
  }
} finally {
  await postgres.stop()
}
