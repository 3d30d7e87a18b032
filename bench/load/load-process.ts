import { randomUUID } from 'node:crypto'
import autocannon, { type LoadRequest } from 'autocannon'
import type { Load, LoadAnswer, LoadedRequest, LoadOrder, LoadOutcome } from './load.ts'

/** The load generator, in a process of its own: each message is a load, each answer its outcome. */
process.on('message', ({ id, load }: LoadOrder) => {
  void generate(load).then((outcome) => process.send?.({ id, outcome } satisfies LoadAnswer))
})
process.on('disconnect', () => process.exit())

async function generate({ origin, connections, seconds, requests }: Load): Promise<LoadOutcome> {
  const result = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    sampleInt: 50,
    requests: requests.map(toAutocannon),
  })
  const { duration, latency, non2xx, errors, timeouts, statusCodeStats } = result
  return {
    rate: result['2xx'] / duration,
    count: result['2xx'],
    latency: { p50: latency.p50, p97_5: latency.p97_5, p99: latency.p99 },
    failures: non2xx + errors + timeouts,
    statuses: statusCodeStats,
  }
}

function toAutocannon({ method, path, headers = {}, body, idempotent = false }: LoadedRequest): LoadRequest {
  const request: LoadRequest = {
    method,
    path,
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
  }
  if (idempotent) {
    request.setupRequest = (next) => ({
      ...next,
      headers: { ...next.headers, 'idempotency-key': randomUUID() },
    })
  }
  return request
}
