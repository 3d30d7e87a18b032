import { startTemporaryHost } from '../hosts/temporary-host.ts'
import { TestClient } from '@wasla/host'
import { walk } from './walk.ts'

const CSV = new URL('../../examples/data/northwind-customers.csv', import.meta.url)

/** `npm run tour`: the main job against WASLA_URL, or against a host that lives as long as the tour. */
const running = process.env['WASLA_URL']
const host = running === undefined ? await startTemporaryHost() : undefined
const origin = running ?? host?.url ?? ''
console.log(`\n  The tour of Wasla, against ${origin}${host === undefined ? '' : ' (a temporary host)'}\n`)
let step = 0
try {
  await walk(new TestClient(origin), CSV, (what, outcome) => {
    step += 1
    console.log(`  ${String(step).padStart(2)}  ${what}\n      → ${outcome}\n`)
  })
  console.log('  The tour is over; everything was as it should be.\n')
} catch (error) {
  console.error(
    `  The tour stopped behind step ${step}: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exitCode = 1
} finally {
  await host?.stop()
}
