import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { unavailable, type Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { ActiveModules, Gate } from './gate.ts'
import type { LeaseClock } from './host-lease.ts'
import { OrganizationMemory, type ModuleChange } from './organization-memory.ts'
import { ToggleFollower } from './toggle-follower.ts'
import { ACTIVE_MODULES } from './toggle-queries.ts'

export interface GateOptions {
  /** The application's login, past any transaction pooler. */
  readonly url: string
  readonly platform: PlatformDatabase
  readonly hostName: string
  readonly role: 'web' | 'worker' | 'all'
  /** Ids of the modules this host can serve; read again every second and by `servingChanged`. */
  readonly serving: () => ReadonlySet<string>
  readonly log: Logger
  readonly clock?: LeaseClock
  /** How many organizations are kept in memory. Default 50,000. */
  readonly memoryLimit?: number
}

export interface GateHealth {
  /** The lease has ended: every request asks the database. */
  readonly fenced: boolean
  /** Changes are heard; while they are not, every request asks the database too. */
  readonly listening: boolean
  readonly appliedVersion: number
  readonly organizationsInMemory: number
}

type Unsubscribe = () => void

/** A gate whose memory is believed only while this host's lease is live and changes can be heard. */
export interface DatabaseGate extends Gate {
  readonly hostId: string
  readonly health: GateHealth
  /** The toggle version this host answers by. */
  readonly appliedVersion: number
  /** Whether memory may be believed now: the lease is live and changes are heard. */
  readonly trusted: boolean
  /** Joins the hosts. Without a database it goes on trying, and every request asks. */
  start(): Promise<void>
  /** Leaves the hosts, so that nobody waits for this one. */
  stop(): Promise<void>
  /** Takes over at once that `serving` changed: a module was quarantined. */
  servingChanged(): void
  /** Resolves when this host answers by `version` or newer, be it because it asks the database. */
  applied(version: number): Promise<void>
  /** Called with every change this host applied, before it is acknowledged. */
  onChange(listener: (change: ModuleChange) => void): Unsubscribe
  /** Called with `true` when the lease ended (stop what one host alone may run) and with `false` when it is live again. */
  onFence(listener: (fenced: boolean) => void): Unsubscribe
  /** Called with each message on the channel that is no toggle, and with `undefined` when some may have been missed. */
  onMessage(listener: (message: string | undefined) => void): Unsubscribe
}

interface ActiveModulesRow {
  readonly version: number | bigint | string
  readonly modules: readonly string[]
}

const ANSWER_WITHIN = 2_000

/** @throws never by itself: a gate that cannot reach the database starts fenced */
export function createGate(options: GateOptions): DatabaseGate {
  const { platform, serving, log } = options
  const hostId = randomUUID()
  const memory = new OrganizationMemory({ limit: options.memoryLimit ?? 50_000, serving: serving() })
  const flights = new Map<string, Promise<ActiveModules>>()
  const changes = new Set<(change: ModuleChange) => void>()
  const fences = new Set<(fenced: boolean) => void>()
  const messages = new Set<(message: string | undefined) => void>()

  function announce<Subject>(listeners: ReadonlySet<(subject: Subject) => void>, subject: Subject): void {
    for (const listener of listeners) {
      try {
        listener(subject)
      } catch (error) {
        log.error({ err: error }, 'A listener of the gate failed; the others were still told.')
      }
    }
  }

  const follower = new ToggleFollower({
    url: options.url,
    host: { id: hostId, name: options.hostName, role: options.role },
    log,
    clock: options.clock,
    onChanges: (states, version) => {
      for (const { organizationId, modules } of states) {
        const change = memory.apply(organizationId, modules, version)
        if (change) announce(changes, change)
      }
    },
    onRewound: () => memory.forget(),
    onFence: (fenced) => announce(fences, fenced),
    onMessage: (message) => announce(messages, message),
    onBeat: servingChanged,
  })

  function servingChanged(): void {
    for (const change of memory.serve(serving())) announce(changes, change)
  }

  async function read(organizationId: string): Promise<{ modules: readonly string[]; version: number }> {
    const late = new AbortController()
    try {
      const rows = await Promise.race([
        platform.asSystem<ActiveModulesRow>(ACTIVE_MODULES, [organizationId]),
        sleep(ANSWER_WITHIN, undefined, { signal: late.signal, ref: false }),
      ])
      const [row] = rows ?? []
      if (!row) throw new Error(`The database did not answer within ${ANSWER_WITHIN} ms.`)
      return { modules: row.modules, version: Number(row.version) }
    } catch (cause) {
      throw unavailable(
        'host_fenced',
        'This host cannot reach the database, so it does not know which modules are on and refuses to guess; try again in a few seconds.',
        { cause },
      )
    } finally {
      late.abort()
    }
  }

  // Nothing is shared or kept: an answer is good for the request that asked.
  async function ask(organizationId: string): Promise<ActiveModules> {
    return memory.served((await read(organizationId)).modules)
  }

  async function load(organizationId: string): Promise<ActiveModules> {
    for (;;) {
      const { modules, version } = await read(organizationId)
      // An answer older than what was applied meanwhile is read again: the newer may have been acknowledged.
      if (version >= follower.applied) {
        return follower.trusted ? memory.remember(organizationId, modules, version) : memory.served(modules)
      }
      if (!follower.trusted) return ask(organizationId)
    }
  }

  function loadOnce(organizationId: string): Promise<ActiveModules> {
    const flying = flights.get(organizationId)
    if (flying) return flying
    const flight = load(organizationId).finally(() => flights.delete(organizationId))
    flights.set(organizationId, flight)
    return flight
  }

  function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): Unsubscribe {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  return {
    hostId,
    get appliedVersion() {
      return follower.applied
    },
    get trusted() {
      return follower.trusted
    },
    get health() {
      return {
        fenced: follower.fenced,
        listening: follower.listening,
        appliedVersion: follower.applied,
        organizationsInMemory: memory.size,
      }
    },
    activeModules: (organizationId) =>
      follower.trusted ? (memory.get(organizationId) ?? loadOnce(organizationId)) : ask(organizationId),
    start: () => follower.start(),
    stop: () => follower.stop(),
    servingChanged,
    applied: async (version) => {
      for (let pause = 1; follower.trusted && follower.applied < version; pause = Math.min(pause * 2, 50)) {
        await Promise.race([follower.sync(), sleep(pause)])
      }
    },
    onChange: (listener) => subscribe(changes, listener),
    onFence: (listener) => subscribe(fences, listener),
    onMessage: (listener) => subscribe(messages, listener),
  }
}
