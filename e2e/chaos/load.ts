import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { TestClient } from '@wasla/host'
import type { Fleet } from './fleet.ts'
import type { Random } from './random.ts'

/** An organization that takes part, and its owner's token. */
export interface Participant {
  readonly id: string
  readonly token: string
}

const PAUSE_MS = 100

/** An organization with producer and consumer on. */
export async function register(fleet: Fleet): Promise<Participant> {
  const host = fleet.any()
  if (host === undefined) throw new Error('No host answers, so no organization could be registered.')
  const client = new TestClient(host.url)
  const { status, body } = await client.call('POST', '/auth/register', {
    body: {
      organizationName: `Chaos ${randomUUID().slice(0, 8)}`,
      fullName: 'An Owner',
      email: `owner-${randomUUID()}@example.com`,
      password: `chaos ${randomUUID()}`,
    },
  })
  if (status !== 201) throw new Error(`The organization was not registered: ${JSON.stringify(body)}`)
  const participant = { id: body.organization.id, token: body.accessToken }
  await setConsumer(fleet, participant, true, 'producer')
  await setConsumer(fleet, participant, true)
  return participant
}

/** Switches a module, over whichever host answers, until it is done. */
export async function setConsumer(
  fleet: Fleet,
  participant: Participant,
  active: boolean,
  module = 'consumer',
): Promise<void> {
  while (!(await trySwitch(fleet, participant, module, active))) await delay(PAUSE_MS)
}

async function trySwitch(
  fleet: Fleet,
  { token }: Participant,
  module: string,
  active: boolean,
): Promise<boolean> {
  const host = fleet.any()
  if (host === undefined) return false
  try {
    const client = new TestClient(host.url, token)
    return (await client.call('PUT', `/modules/${module}`, { body: { active } })).status < 300
  } catch {
    return false
  }
}

/** Switches the consumer off and on, everywhere at once and as fast as hosts answer; returns how often. */
export async function switchOnAndOff(
  fleet: Fleet,
  participants: readonly Participant[],
  times: number,
  signal: AbortSignal,
): Promise<number> {
  let done = 0
  const work = async (participant: Participant): Promise<void> => {
    for (let active = false; done < times && !signal.aborted; active = !active) {
      done += 1
      while (!(await trySwitch(fleet, participant, 'consumer', active))) await delay(PAUSE_MS)
    }
    await setConsumer(fleet, participant, true)
  }
  await Promise.all(participants.map(work))
  return done
}

/** Switches the consumer on and off at random, until told to stop; then on everywhere. */
export async function toggle(
  fleet: Fleet,
  participants: readonly Participant[],
  random: Random,
  signal: AbortSignal,
): Promise<number> {
  let toggles = 0
  while (!signal.aborted) {
    await delay(200 + 600 * random.next())
    const participant = random.pick(participants)
    if (participant !== undefined && (await trySwitch(fleet, participant, 'consumer', random.next() < 0.5)))
      toggles += 1
  }
  for (const participant of participants) await setConsumer(fleet, participant, true)
  return toggles
}

/**
 * Has batches of events emitted, each over and over until a host confirms it: whether a host that was killed had
 * committed is not known, and the `Idempotency-Key` makes it once.
 */
export async function produce(
  fleet: Fleet,
  participants: readonly Participant[],
  { batches, perBatch }: { readonly batches: number; readonly perBatch: number },
  signal: AbortSignal,
): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    for (let batch = next++; batch < batches && !signal.aborted; batch = next++) {
      const participant = participants[batch % participants.length]
      if (participant === undefined) return
      while (!signal.aborted && !(await emit(fleet, participant, batch, perBatch))) await delay(PAUSE_MS)
    }
  }
  await Promise.all([work(), work(), work()])
}

/** An answer that no further attempt can better. */
class ProducerRefused extends Error {}

async function emit(fleet: Fleet, { token }: Participant, batch: number, count: number): Promise<boolean> {
  const host = fleet.any()
  if (host === undefined) return false
  try {
    const { status, body } = await new TestClient(host.url, token).call('POST', '/producer/ticks', {
      body: { batch, count },
      headers: { 'idempotency-key': `batch-${batch}` },
    })
    if (status === 400 || status === 403 || status === 422) throw new ProducerRefused(JSON.stringify(body))
    // The host that answered the first time may have died between its commit and its answer.
    return status === 201 || body?.code === 'idempotent_answer_lost'
  } catch (error) {
    if (error instanceof ProducerRefused) throw error
    return false
  }
}
