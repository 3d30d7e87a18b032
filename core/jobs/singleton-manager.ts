import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { SingletonDefinition } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { ContextFactory, SystemScope } from '../contexts/context-factory.ts'
import type { LeaseFence, PlatformDatabase } from '../database/data-access.ts'
import { runAs } from '../kernel/attribution.ts'
import type { Registry } from '../kernel/registry.ts'
import type { ActiveModules, Gate } from '../tenancy/gate.ts'
import { Interval } from './interval.ts'
import {
  claimLeases,
  noteRestart,
  releaseLease,
  renewLeases,
  type HeldLease,
  type LeaseHolder,
  type SingletonKey,
} from './singleton-leases.ts'
import { SingletonRun } from './singleton-run.ts'

export interface SingletonManagerOptions {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Gate
  readonly contexts: ContextFactory
  /** Told whose singletons begin, fail, end, or are still there. */
  readonly onWork?: (organizationId: string) => void
  readonly log: HostLogger
  /** This host's id. */
  readonly holder: string
  readonly leaseMs?: number
  /** What the operator calls this host. Default: its id. */
  readonly hostName?: string
  /** How many run at once on this host. Default 1000. */
  readonly capacity?: number
  /** Milliseconds between looks at what should run. */
  readonly lookMs?: number
}

interface Wanted extends SingletonKey {
  readonly plugin: string
  readonly definition: SingletonDefinition
  readonly active: ActiveModules
}

const LEASE_MS = 10_000
const LOOK_MS = 2000
const STOP_MS = 5000
const CAPACITY = 1000
/** What a host needs for them changes with each renewal; that is told with every fourth. */
const TOLD_RENEWALS = 4

/** Runs the singletons of active modules whose lease this host can have, and stops those that should not run. */
export class SingletonManager {
  readonly #options: SingletonManagerOptions
  readonly #leaseMs: number
  readonly #holder: LeaseHolder
  readonly #runs = new Map<string, SingletonRun>()
  readonly #look: Interval
  readonly #renew: Interval
  #renewals = 0

  constructor(options: SingletonManagerOptions) {
    this.#options = options
    this.#leaseMs = options.leaseMs ?? LEASE_MS
    this.#holder = { id: options.holder, name: options.hostName ?? options.holder, leaseMs: this.#leaseMs }
    this.#look = new Interval(
      this.#guarded(() => this.#reconcile()),
      options.lookMs ?? LOOK_MS,
    )
    this.#renew = new Interval(
      this.#guarded(() => this.#renewAll()),
      this.#leaseMs / 4,
    )
  }

  /** The leases under which singletons run here now. */
  get held(): readonly HeldLease[] {
    return [...this.#runs.values()].filter((run) => !run.stopping).map(({ lease }) => lease)
  }

  start(): void {
    if (!this.#options.registry.plugins.some(({ definition }) => (definition.singletons ?? []).length > 0))
      return
    this.#look.start()
    this.#renew.start()
  }

  /** Looks now, since a module was switched or a key came or went. */
  refresh(): void {
    this.#look.now()
  }

  /** Stops all and lets other hosts have the leases of those that have ended. */
  async stop(): Promise<void> {
    await this.#look.stop()
    for (const run of this.#runs.values()) run.stop('the host is stopping')
    const ended = Promise.all([...this.#runs.values()].map(({ ended: end }) => end))
    await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })])
    await this.#renew.stop()
  }

  async #reconcile(): Promise<void> {
    const wanted = await this.#wanted()
    const ids = new Set(wanted.map(idOf))
    for (const [id, run] of this.#runs) if (!ids.has(id)) run.stop('its module or its record is gone')
    const room = (this.#options.capacity ?? CAPACITY) - this.#runs.size
    const missing = wanted.filter((key) => !this.#runs.has(idOf(key)))
    if (missing.length === 0 || room <= 0) return
    const claimedAt = performance.now()
    const leases = await claimLeases(this.#options.platform, this.#holder, missing, room)
    const byId = new Map(missing.map((key) => [idOf(key), key]))
    for (const lease of leases) {
      const found = byId.get(idOf(lease))
      if (found !== undefined) this.#begin(found, lease, claimedAt)
    }
  }

  async #wanted(): Promise<Wanted[]> {
    const plugins = this.#options.registry.plugins.filter(
      ({ definition }) => (definition.singletons ?? []).length > 0,
    )
    const rows = await this.#options.platform.asSystem<{ module_id: string; organization_id: string }>(
      `select m.module_id, m.organization_id
       from platform.organization_modules m join platform.organizations o on o.id = m.organization_id
       where m.active and o.status = 'active' and m.module_id = any ($1::text[])`,
      [plugins.map(({ id }) => id)],
    )
    const wanted: Wanted[] = []
    for (const { module_id, organization_id } of rows) {
      const active = await this.#options.gate.activeModules(organization_id)
      if (!active.ids.has(module_id)) continue
      for (const definition of plugins.find(({ id }) => id === module_id)?.definition.singletons ?? []) {
        wanted.push(
          ...(await this.#keysOf({ plugin: module_id, organizationId: organization_id, definition, active })),
        )
      }
    }
    return wanted
  }

  async #keysOf(of: Omit<Wanted, 'name' | 'key'>): Promise<Wanted[]> {
    const { definition, organizationId } = of
    const name = definition.name
    if (definition.keys === undefined) return [{ ...of, name, key: '' }]
    try {
      const ask = definition.keys
      const keys = await runAs(of.plugin, () => ask(this.#context(of, AbortSignal.timeout(this.#leaseMs))))
      return keys.map((key) => ({ ...of, name, key }))
    } catch (error) {
      this.#options.log.error(
        { err: error, singleton: name, organization: organizationId },
        'a singleton could not tell its keys; those that run go on',
      )
      return this.held
        .filter((lease) => lease.name === name && lease.organizationId === organizationId)
        .map(({ key }) => ({ ...of, name, key }))
    }
  }

  #begin(wanted: Wanted, lease: HeldLease, claimedAt: number): void {
    const { platform, holder, log } = this.#options
    const id = idOf(lease)
    const told = (): void => this.#options.onWork?.(lease.organizationId)
    told()
    const run = new SingletonRun({
      lease,
      claimedAt,
      leaseMs: this.#leaseMs,
      log,
      note: (state, error) =>
        void noteRestart(platform, lease, state, error)
          .then(told)
          .catch((cause: unknown) =>
            log.debug({ err: cause, singleton: lease.name }, 'the state of a singleton was not noted'),
          ),
      work: (signal) =>
        runAs(wanted.plugin, () =>
          wanted.definition.run(
            this.#context(wanted, signal, { name: lease.name, key: lease.key, token: lease.token }),
            { token: lease.token, signal },
            wanted.key,
          ),
        ),
    })
    this.#runs.set(id, run)
    void run.ended.then(async () => {
      this.#runs.delete(id)
      await releaseLease(platform, holder, lease).catch((error: unknown) =>
        log.debug({ err: error, singleton: lease.name }, 'a lease was not released; it runs out by itself'),
      )
      told()
    })
  }

  async #renewAll(): Promise<void> {
    // One that is told to stop keeps its lease until it has ended, so that no other starts beside it.
    const runs = [...this.#runs.values()]
    if (runs.length === 0) return
    const askedAt = performance.now()
    const held = await renewLeases(
      this.#options.platform,
      this.#holder,
      runs.map(({ lease }) => lease),
    )
    const byId = new Map(held.map((lease) => [idOf(lease), lease]))
    for (const run of runs) {
      const lease = byId.get(idOf(run.lease))
      if (lease === undefined) run.stop('another host has its lease')
      else if (lease.renewed) run.renewed(askedAt)
    }
    this.#renewals += 1
    if (this.#renewals % TOLD_RENEWALS === 0)
      for (const { lease } of runs) this.#options.onWork?.(lease.organizationId)
  }

  #context(
    { plugin, organizationId, active }: Pick<Wanted, 'plugin' | 'organizationId' | 'active'>,
    signal: AbortSignal,
    fence?: LeaseFence,
  ) {
    const scope: SystemScope = {
      organizationId,
      active,
      request: {
        requestId: randomUUID(),
        correlationId: randomUUID(),
        causationId: null,
        depth: 0,
        log: this.#options.log,
        signal,
      },
    }
    return this.#options.contexts.system(plugin, scope, { fence })
  }

  #guarded(work: () => Promise<void>): () => Promise<void> {
    return () =>
      work().catch((error: unknown) =>
        this.#options.log.warn(
          { err: error },
          'the singletons could not be looked after; leases that are not renewed end by themselves',
        ),
      )
  }
}

function idOf({ name, organizationId, key }: SingletonKey): string {
  return JSON.stringify([name, organizationId, key])
}
