import { startHost } from '../processes/wasla-host.ts'
import { operations } from '../workload/operations.ts'
import { atMost, type Measurement } from './measurement.ts'

const MEGABYTE = 1024 * 1024
/** What a host keeps on purpose, such as caches that fill, is there after the first sixth. */
const SLICES = 6
/** An hour of a busy organization's requests, five a second. */
const REQUESTS = 18_000

/** What a host holds at the beginning and at the end of an hour's requests, sent in five minutes. */
export const memory: Measurement = {
  name: 'memory',
  async measure({ databaseUrl, poolSize, workload, generator, quick, say }) {
    const host = await startHost({ databaseUrl, poolSize, role: 'all', collectible: true })
    try {
      const requests = operations(workload).flatMap(({ ours }) => ours)
      const seconds = (quick ? 12 : 300) / SLICES
      let sent = 0
      const heaps: number[] = []
      for (let slice = 0; slice < SLICES; slice += 1) {
        say(`memory, ${slice + 1} of ${SLICES}`)
        sent += (await generator.run({ origin: host.origin, requests, connections: 10, seconds })).count
        heaps.push(await host.heap())
      }
      const [first = 0] = heaps
      const last = heaps.at(-1) ?? 0
      const grown = atMost('heap after an hour of requests', 1.1, last / first, 'times the heap at the start')
      const listed = heaps.map((heap) => (heap / MEGABYTE).toFixed(1)).join(', ')
      return [
        {
          ...grown,
          detail: `${grown.detail}; ${sent} requests (an hour of five a second is ${REQUESTS}); MB held after each ${seconds.toFixed(0)} s: ${listed}`,
        },
      ]
    } finally {
      await host.stop()
    }
  },
}
