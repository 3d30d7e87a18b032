import type { TestHost } from '@wasla/host'
import { createRandom } from '../chaos/random.ts'
import type { Attack } from './attack.ts'
import { furnish, SECRET } from './furnish.ts'
import { graphqlAttacks } from './graphql-attacks.ts'
import { Intruder } from './intruder.ts'
import { judge } from './judge.ts'
import { sendRaw } from './raw-attacks.ts'
import { restAttacks } from './rest-attacks.ts'
import { Sender } from './send.ts'
import { readSurface } from './surface.ts'

export interface HostileOptions {
  readonly host: TestHost
  /** The modules to have on, all that the host serves. */
  readonly modules: readonly string[]
  readonly seed: number
  /** The number of the first attack: with the seed it makes one attack again. Default 0. */
  readonly from?: number
  readonly requests: number
  /** Stops early after so many milliseconds. */
  readonly limitMs?: number
  readonly say: (line: string) => void
}

export interface Fault {
  /** Of the attack, for `--from`. */
  readonly number: number
  readonly attack: string
  readonly what: string
  readonly answer: string
}

export interface HostileReport {
  readonly sent: number
  readonly byKind: ReadonlyMap<string, number>
  readonly byStatus: ReadonlyMap<number, number>
  /** Operations of REST and root fields of GraphQL that were attacked. */
  readonly targets: number
  readonly slowest: { readonly milliseconds: number; readonly attack: string }
  readonly faults: readonly Fault[]
}

const SIDE_BY_SIDE = 8
const RECOVER_EVERY = 1_000
const PATIENCE_MS = 30_000
const RAW_SHARE = 0.01
const GRAPHQL_SHARE = 0.3

/** Attacks a host until the requests are spent; each attack follows from the seed and its number. */
export async function runHostile(options: HostileOptions): Promise<HostileReport> {
  const { host, modules, seed, from = 0, requests, limitMs = Number.POSITIVE_INFINITY, say } = options
  const victim = await furnish(host, modules)
  const intruder = await Intruder.enter(host, modules)
  const own = await ownIds(intruder)
  const surface = await readSurface(intruder.owner)
  const knowledge = { ids: [...victim.ids, ...own], own, cursors: victim.cursors, modules }
  const rest = restAttacks(surface, knowledge)
  const graphql = graphqlAttacks(surface.schema, knowledge)
  const sender = new Sender(host.url, PATIENCE_MS)
  const byKind = new Map<string, number>()
  const byStatus = new Map<number, number>()
  const targets = new Set<string>()
  const faults: Fault[] = []
  let slowest = { milliseconds: 0, attack: '' }
  let sent = 0
  const count = <Key>(map: Map<Key, number>, key: Key): void => void map.set(key, (map.get(key) ?? 0) + 1)

  const attackWith = async (number: number): Promise<void> => {
    const random = createRandom(seed + number * 7_919)
    if (random.next() < RAW_SHARE) {
      const { kind, status, text } = await sendRaw(host.url, random, PATIENCE_MS)
      count(byKind, kind)
      count(byStatus, status)
      if (status >= 500 || text.includes('root:x:0:0'))
        faults.push({ number, attack: kind, what: String(status), answer: text.slice(0, 500) })
      return
    }
    const attack = (random.next() < GRAPHQL_SHARE ? graphql : rest)(random)
    const name = `${attack.target} (${attack.kind})`
    count(byKind, attack.kind)
    targets.add(attack.target)
    try {
      const reply = await sender.send(attack, intruder.token(random, attack))
      count(byStatus, reply.status)
      if (reply.milliseconds > slowest.milliseconds)
        slowest = { milliseconds: reply.milliseconds, attack: name }
      const what = judge(attack, reply, [SECRET, SECRET.toLowerCase()])
      if (what !== undefined)
        faults.push({
          number,
          attack: name,
          what,
          answer: `${excerpt(attack)}\n→ ${reply.status} ${reply.text.slice(0, 600)}`,
        })
    } catch (error) {
      if (isSizeRefusal(attack, error)) return
      faults.push({ number, attack: name, what: String(error), answer: excerpt(attack) })
    }
  }

  const begin = performance.now()
  let next = from
  let recovering: Promise<void> | undefined
  const work = async (): Promise<void> => {
    while (next < from + requests && performance.now() - begin < limitMs) {
      const number = next++
      if (number % RECOVER_EVERY === RECOVER_EVERY - 1) recovering = intruder.recover()
      await recovering
      await attackWith(number)
      sent += 1
      if (sent % 5_000 === 0)
        say(`${sent} requests, ${faults.length} faults, ${Math.round((performance.now() - begin) / 1000)} s`)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  sender.close()
  if ('hostile' in {}) faults.push({ number: -1, attack: 'all', what: 'a prototype was changed', answer: '' })
  return { sent, byKind, byStatus, targets: targets.size, slowest, faults }
}

/** What is too large is answered and the connection closed, which a client that still sends sees as a cut. */
function isSizeRefusal({ url, headers, body = '' }: Attack, error: unknown): boolean {
  const { code } = error as { code?: string }
  const large = url.length + JSON.stringify(headers).length > 12_000 || body.length > 1024 ** 2
  return large && (code === 'ECONNRESET' || code === 'EPIPE')
}

async function ownIds({ owner }: Intruder): Promise<string[]> {
  const customer = await owner.call('POST', '/crm/customers', { body: { companyName: 'Of the intruders' } })
  const ticket = await owner.call('POST', '/tickets', {
    body: { subject: 'Of the intruders', customerId: customer.body.id },
  })
  return [customer.body.id, ticket.body.id, owner.userId]
}

function excerpt({ method, url, headers, body }: Attack): string {
  const shown = JSON.stringify(headers).slice(0, 300)
  return `${method} ${url.slice(0, 300)} ${shown} ${String(body ?? '').slice(0, 500)}`
}
