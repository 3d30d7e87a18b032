import { setTimeout as delay } from 'node:timers/promises'
import type { Attack, Reply } from '../hostile/attack.ts'
import { Sender } from '../hostile/send.ts'

export interface Overload {
  /** Answers a second that the host manages. */
  readonly capacity: number
  /** Requests sent a second, and what became of them. */
  readonly offered: number
  readonly answered: number
  readonly refused: number
  /** Share of the capacity that was answered until answers came as before. */
  readonly kept: number
  /** Milliseconds from the last request of the flood until answers come as before. */
  readonly recovery: number
  readonly unclear: readonly string[]
}

const LIST: Omit<Attack, 'headers'> = {
  kind: 'list',
  target: 'customers',
  method: 'GET',
  url: '/api/v1/crm/customers?limit=5',
}
const TIMES = 10
const TICK_MS = 10
const STEADY = 10

/** Sends ten times what a host can answer, whether it answers or not, for a while. */
export async function overload(origin: string, token: string, milliseconds: number): Promise<Overload> {
  const sender = new Sender(origin, 30_000, 5_000)
  const ask = (): Promise<Reply> => sender.send({ ...LIST, headers: {} }, token)
  const capacity = await measure(ask, milliseconds / 2)
  const perTick = Math.max(1, Math.round((capacity * TIMES * TICK_MS) / 1000))
  const flood: Promise<Reply | string>[] = []
  const begin = performance.now()
  for (let sent = 0; performance.now() - begin < milliseconds; ) {
    // What a late timer missed is sent too.
    for (const due = ((performance.now() - begin) / TICK_MS) * perTick; sent < due; sent += 1)
      flood.push(ask().catch(String))
    await delay(TICK_MS)
  }
  const seconds = (performance.now() - begin) / 1000
  const over = performance.now()
  const recovery = (await steady(ask)) - over
  const replies = await Promise.all(flood)
  sender.close()
  const answered = replies.filter((reply) => typeof reply !== 'string' && reply.status === 200)
  const refused = replies.filter((reply) => typeof reply !== 'string' && isClear(reply))
  return {
    capacity,
    offered: flood.length / seconds,
    answered: answered.length,
    refused: refused.length,
    kept: answered.length / (seconds + recovery / 1000) / capacity,
    recovery,
    unclear: replies
      .filter((reply) => typeof reply === 'string' || (reply.status !== 200 && !isClear(reply)))
      .map((reply) => (typeof reply === 'string' ? reply : `${reply.status} ${reply.text.slice(0, 200)}`)),
  }
}

const isClear = ({ status, headers, text }: Reply): boolean =>
  status === 503 && Number(headers['retry-after']) >= 1 && text.includes('"overloaded"')

/** As many as it takes to keep the host busy, each after the answer to the one before. */
async function measure(ask: () => Promise<Reply>, milliseconds: number): Promise<number> {
  let answers = 0
  const begin = performance.now()
  const work = async (): Promise<void> => {
    while (performance.now() - begin < milliseconds) if ((await ask()).status === 200) answers += 1
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return (answers * 1000) / (performance.now() - begin)
}

/** Asks until some in a row are answered. @returns when the first of them was */
async function steady(ask: () => Promise<Reply>): Promise<number> {
  let first = 0
  for (let row = 0; row < STEADY; ) {
    row = (await ask().catch(() => undefined))?.status === 200 ? row + 1 : 0
    if (row === 1) first = performance.now()
  }
  return first
}
