import { setTimeout as wait } from 'node:timers/promises'
import { TestClient } from '@wasla/host/testing'
import { median, quantile } from '../load/median.ts'
import { startRawEvents } from '../processes/raw-events.ts'
import { atMost, type Measurement } from './measurement.ts'

const SUBSCRIBERS = 2

/** Emitting events until two durable subscribers have handled them, beside pg-boss doing the same inserts and fetches. */
export const events: Measurement = {
  name: 'events',
  async measure({ databaseUrl, second, workload: { token }, quick, say }) {
    say('events')
    const number = quick ? 200 : 3_000
    const { origin } = await second.running()
    const client = new TestClient(origin, token)
    const raw = startRawEvents(databaseUrl, number)
    await Promise.all([raw.round(), burst(client, 'warm-up', quick ? 100 : 300)])
    const pairs: { ours: number; raw: number }[] = []
    for (let pair = 0; pair < (quick ? 2 : 5); pair += 1) {
      pairs.push({ raw: await raw.round(), ours: await burst(client, `burst-${pair}`, number) })
    }
    raw.stop()
    const delays = await idleDelays(client, quick ? 12 : 100)
    const ratio = median(pairs.map(({ ours, raw: theirs }) => ours / theirs))
    const medians = [pairs.map(({ ours }) => ours), pairs.map(({ raw: theirs }) => theirs)].map((rates) =>
      Math.round(median(rates)),
    )
    const latency = atMost('event to subscriber, idle, p95', 100, quantile(delays, 0.95), 'ms')
    return [
      {
        name: 'events to two subscribers',
        ratio,
        bar: 0.7,
        detail: `${medians[0]} events/s beside ${medians[1]}/s of pg-boss alone`,
      },
      { ...latency, detail: `${latency.detail}; p50 ${quantile(delays, 0.5).toFixed(1)} ms` },
    ]
  },
}

/** @returns events a second, until the last is handled */
async function burst(client: TestClient, name: string, number: number): Promise<number> {
  const begin = performance.now()
  const { status, body } = await client.call('POST', '/probe/bursts', {
    body: { burst: name, events: number },
  })
  if (status !== 200) throw new Error(`The burst failed: ${JSON.stringify(body)}`)
  await delivered(client, name, number * SUBSCRIBERS)
  return (number * 1000) / (performance.now() - begin)
}

async function delivered(client: TestClient, name: string, number: number): Promise<number[]> {
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    const { body } = await client.call('GET', `/probe/bursts/${name}`)
    if (body.delivered >= number) return body.delays
    await wait(5)
  }
  throw new Error(`Not all events of "${name}" were delivered within a minute.`)
}

async function idleDelays(client: TestClient, number: number): Promise<number[]> {
  const delays: number[] = []
  for (let event = 0; event < number; event += 1) {
    const name = `single-${event}`
    await client.call('POST', '/probe/bursts', { body: { burst: name, events: 1 } })
    delays.push(...(await delivered(client, name, SUBSCRIBERS)))
    await wait(20)
  }
  return delays
}
