import { randomUUID } from 'node:crypto'
import autocannon, { type LoadRequest } from 'autocannon'
import type { Load, LoadAnswer, LoadedRequest, LoadOrder, LoadOutcome } from './load.ts'
import { Window } from './window.ts'

/** The load generator, in a process of its own: each message is a load, each answer its outcome. */
process.on('message', ({ id, load }: LoadOrder) => {
  void generate(load).then((outcome) => process.send?.({ id, outcome } satisfies LoadAnswer))
})
process.on('disconnect', () => process.exit())

/** Seconds that connections have for their first answers. */
const PATIENCE = 8

async function generate({ origin, connections, seconds, requests }: Load): Promise<LoadOutcome> {
  const asked = requests.map(toAutocannon)
  let opened = 0
  const run = autocannon({
    url: origin,
    connections,
    duration: seconds + PATIENCE,
    sampleInt: 20,
    requests: asked.slice(0, 1),
    // Otherwise each connection puts all requests together, which takes a second where they are many.
    setupClient: (client) => client.setRequests(shareOf(asked, opened++, connections)),
  })
  const window = new Window(connections, seconds, () => run.stop())
  run.on('response', (_connection, status) => window.answered(status, performance.now()))
  const result = await run
  const { latency, non2xx, errors, timeouts, statusCodeStats } = result
  return {
    rate: window.rate,
    count: result['2xx'],
    latency: { p50: latency.p50, p97_5: latency.p97_5, p99: latency.p99 },
    failures: non2xx + errors + timeouts,
    statuses: statusCodeStats,
  }
}

/** Of many requests each connection sends a part; of few, each sends one. */
function shareOf(requests: readonly LoadRequest[], connection: number, connections: number): LoadRequest[] {
  if (requests.length <= connections) return requests.slice(connection % requests.length).slice(0, 1)
  return requests.filter((_request, number) => number % connections === connection)
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
