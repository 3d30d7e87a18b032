import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, TestClient } from '@wasla/host'
import { query } from './world.ts'

/** What the programs saw that wrote and read while something was broken. */
export interface Seen {
  /** Writes that were acknowledged. */
  acknowledged: number
  reads: number
  /** Refusals, by code; `no answer` is a connection that was cut. */
  readonly refused: Map<string, number>
  /** The longest anybody waited for an answer of any kind, in milliseconds. */
  longest: number
  /** Answers that were no clear error or named another cause, and requests that got none in time. */
  readonly unclear: string[]
}

/** What the database says to it. */
export interface Reckoning {
  /** What was acknowledged and is not there, or whose event never arrived. */
  readonly lost: readonly string[]
  /** What is there more than once, or without its one event. */
  readonly doubled: readonly string[]
}

export interface Ledger {
  readonly seen: Seen
  /** Stops, lets what is on its way end, and compares with the database. */
  reckon(databaseUrl: string): Promise<Reckoning>
}

export interface LedgerOptions {
  /** The host to ask now; it may be another one later. */
  readonly origin: () => string
  readonly token: string
  readonly organizationId: string
  readonly writers: number
  readonly readers: number
  /** How long each program rests after an answer. Default: not at all. */
  readonly pauseMs?: number
  /** Codes of refusals that name what is broken. */
  readonly tells: readonly string[]
}

const PAUSE_MS = 100
const PATIENCE_MS = 25_000
/** For what is written to arrive at its subscriber; what failed meanwhile is tried again after a while. */
const ARRIVES_MS = 90_000

/** Programs that write each thing until it is acknowledged, always with the same key, and others that read. */
export function openLedger(options: LedgerOptions): Ledger {
  const { origin, token, organizationId, writers, readers, tells, pauseMs = 0 } = options
  const run = randomUUID().slice(0, 8)
  const acknowledged = new Set<string>()
  const seen: Seen = { acknowledged: 0, reads: 0, refused: new Map(), longest: 0, unclear: [] }
  const over = new AbortController()

  const ask = async (
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<Answer | undefined> => {
    const begin = performance.now()
    const answer = await call(origin(), token, method, path, body, key)
    seen.longest = Math.max(seen.longest, performance.now() - begin)
    if (typeof answer === 'string') {
      count(seen.refused, answer)
      if (answer === 'no answer in time') seen.unclear.push(`${method} ${path}: ${answer}`)
      return undefined
    }
    const { status, body: told, headers } = answer
    if (status < 300 || told?.code === 'idempotent_answer_lost') return answer
    count(seen.refused, told?.code ?? String(status))
    const clear = status === 503 && tells.includes(told?.code) && headers.get('retry-after') !== null
    if (!clear) seen.unclear.push(`${method} ${path}: ${status} ${JSON.stringify(told).slice(0, 300)}`)
    return undefined
  }

  const write = async (writer: number): Promise<void> => {
    for (let number = 0; !over.signal.aborted; number += 1) {
      const companyName = `Ledger ${run} ${writer}-${number}`
      for (;;) {
        if (
          (await ask('POST', '/crm/customers', { companyName }, `${run}-${writer}-${number}`)) !== undefined
        ) {
          acknowledged.add(companyName)
          seen.acknowledged += 1
          if (pauseMs > 0) await delay(pauseMs)
          break
        }
        await delay(PAUSE_MS)
        if (over.signal.aborted) return
      }
    }
  }
  const read = async (): Promise<void> => {
    while (!over.signal.aborted) {
      if ((await ask('GET', '/crm/customers?limit=5')) === undefined) await delay(PAUSE_MS)
      else {
        seen.reads += 1
        if (pauseMs > 0) await delay(pauseMs)
      }
    }
  }
  const running = [
    ...Array.from({ length: writers }, (_, writer) => write(writer)),
    ...Array.from({ length: readers }, read),
  ]
  return {
    seen,
    async reckon(databaseUrl) {
      over.abort()
      await Promise.all(running)
      return compare(databaseUrl, organizationId, run, acknowledged)
    },
  }
}

async function call(
  origin: string,
  token: string,
  method: string,
  path: string,
  body: object | undefined,
  key: string | undefined,
): Promise<Answer | string> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  const expired = delay(PATIENCE_MS, 'no answer in time' as const, { ref: false })
  const answered = new TestClient(origin, token).call(method, path, { body, headers })
  return Promise.race([answered.catch(() => 'no answer' as const), expired])
}

/** Every acknowledged write is there; every write that is there is there once, with one event, which arrives. */
async function compare(
  databaseUrl: string,
  organizationId: string,
  run: string,
  acknowledged: ReadonlySet<string>,
): Promise<Reckoning> {
  const read = () =>
    query<{ name: string; times: number; events: number; arrived: number }>(
      databaseUrl,
      `select company_name as name, count(distinct c.id)::int as times, count(e.id)::int as events, count(s.event_id)::int as arrived
       from crm.customers c left join platform.event_log e
         on e.organization_id = c.organization_id and e.name = 'crm.customer.created' and e.payload ->> 'customerId' = c.id::text
       left join platform.subscriber_effects s on s.event_id = e.id and s.subscriber = 'faulty.notice-customer'
       where c.organization_id = $1 and company_name like $2 group by company_name`,
      [organizationId, `Ledger ${run} %`],
    )
  let rows = await read()
  const begin = performance.now()
  const onTheWay = () => rows.filter(({ events, arrived }) => arrived < events)
  while (onTheWay().length > 0 && performance.now() - begin < ARRIVES_MS) {
    await delay(PAUSE_MS)
    rows = await read()
  }
  const stored = new Set(rows.map(({ name }) => name))
  return {
    lost: [
      ...[...acknowledged].filter((name) => !stored.has(name)),
      ...onTheWay().map(({ name }) => `the event of ${name}`),
    ],
    doubled: rows
      .filter(({ times, events }) => times !== 1 || events !== 1)
      .map(({ name, times, events }) => `${name} ${times} times, with ${events} events`),
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
