import type { Logger } from '@wasla/sdk'
import { HostLease, LEASE_DURATION, systemClock, type LeaseClock } from './host-lease.ts'
import { ListeningConnection, type ConnectionQuery } from './listening-connection.ts'
import {
  CHANGES_SINCE,
  CURRENT_VERSION,
  FORGET_DEAD_HOSTS,
  LEAVE,
  RENEW_LEASE,
  TOGGLES_CHANNEL,
} from './toggle-queries.ts'

/** What an organization has switched on, as of one version. */
export interface OrganizationState {
  readonly organizationId: string
  readonly modules: readonly string[]
}

export interface FollowerOptions {
  readonly url: string
  readonly host: { readonly id: string; readonly name: string; readonly role: string }
  readonly log: Logger
  readonly clock?: LeaseClock
  /** Takes over what changed up to `version`; done before it is acknowledged. */
  readonly onChanges: (states: readonly OrganizationState[], version: number) => void
  /** The database went back to an older version (it was restored): nothing in memory is true any more. */
  readonly onRewound: () => void
  /** The lease ended, or is live again. */
  readonly onFence: (fenced: boolean) => void
  /** A message on the channel that is no toggle; `undefined` when some may have been missed. */
  readonly onMessage: (message: string | undefined) => void
  readonly onBeat: () => void
}

type VersionRow = { readonly version: number | bigint | string }
type ChangeRow = VersionRow & { readonly organization_id: string | null; readonly modules: readonly string[] }

/** Keeps a host's memory abreast of the toggles, and proves to the others that it does. */
export class ToggleFollower {
  readonly #options: FollowerOptions
  readonly #lease: HostLease
  readonly #connection: ListeningConnection
  /** The version this host answers by; `undefined` until it first knew one. */
  #applied: number | undefined
  #running: Promise<void> | undefined
  #hinted = false
  #fenced = true
  #stopping = false

  constructor(options: FollowerOptions) {
    this.#options = options
    this.#lease = new HostLease({ clock: options.clock ?? systemClock, onLapse: () => this.#fence(true) })
    this.#connection = new ListeningConnection({
      url: options.url,
      channel: TOGGLES_CHANNEL,
      log: options.log,
      onConnect: (query) => this.#join(query),
      onBeat: () => this.#beat(),
      onNotification: (message) => this.#hear(message),
      onLost: () => options.onMessage(undefined),
    })
  }

  get applied(): number {
    return this.#applied ?? 0
  }

  get listening(): boolean {
    return this.#connection.up
  }

  /** Whether memory may be believed. Computed on each call: a host thawed after a freeze must notice at once. */
  get trusted(): boolean {
    return this.#connection.up && this.#lease.live
  }

  get fenced(): boolean {
    return !this.#lease.live
  }

  start(): Promise<void> {
    return this.#connection.start()
  }

  async stop(): Promise<void> {
    // A renewal after leaving would make this host live again.
    this.#stopping = true
    this.#lease.end()
    this.#fence(true)
    await this.#running
    await this.#connection.use(async (query) => void (await query(LEAVE, [this.#options.host.id])))
    this.#connection.stop()
  }

  /** Catches up now; joins what is under way. */
  sync(): Promise<void> {
    this.#hinted = true
    return this.#run()
  }

  #run(): Promise<void> {
    if (this.#stopping) return Promise.resolve()
    this.#running ??= this.#connection
      .use((query) => this.#follow(query))
      .finally(() => {
        this.#running = undefined
        if (this.#hinted && this.#connection.up) void this.#run()
      })
    return this.#running
  }

  async #join(query: ConnectionQuery): Promise<void> {
    await query(FORGET_DEAD_HOSTS)
    // What was missed while deaf is caught up on, whatever the lease says, before memory is believed again.
    this.#hinted = true
    await this.#follow(query)
  }

  #beat(): Promise<void> {
    this.#options.onBeat()
    return this.#run()
  }

  #hear(message: string): void {
    const toggle = /^toggle:(\d+)$/.exec(message)
    if (!toggle) this.#options.onMessage(message)
    else if (Number(toggle[1]) > this.applied) void this.sync()
  }

  /**
   * Applies what is new, acknowledges it and renews the lease, until nothing is new.
   *
   * A renewal's snapshot is older than its commit. While the old lease is live that does no harm: who waits
   * for an acknowledgement sees a live host and waits for its `applied_version`. Once it has ended, a toggle
   * may have been answered without this host between the two, so only a read after the commit will do.
   */
  async #follow(query: ConnectionQuery): Promise<void> {
    for (;;) {
      if (this.#hinted) {
        this.#hinted = false
        await this.#catchUp(query)
      }
      const sentAt = this.#lease.now()
      const acknowledged = this.#applied
      const { id, name, role } = this.#options.host
      const [renewed] = await query<VersionRow>(RENEW_LEASE, [
        id,
        name,
        role,
        LEASE_DURATION,
        acknowledged ?? 0,
      ])
      if (Number(renewed?.version) !== acknowledged || !this.#lease.live) await this.#catchUp(query)
      this.#lease.extend(sentAt)
      if (this.#lease.live) this.#fence(false)
      if (this.#applied === acknowledged) return
    }
  }

  async #catchUp(query: ConnectionQuery): Promise<void> {
    const rows =
      this.#applied === undefined
        ? await query<ChangeRow>(CURRENT_VERSION)
        : await query<ChangeRow>(CHANGES_SINCE, [this.#applied])
    const version = Number(rows[0]?.version)
    if (version < this.applied) this.#options.onRewound()
    this.#options.onChanges(
      rows.flatMap(({ organization_id: organizationId, modules }) =>
        organizationId ? [{ organizationId, modules }] : [],
      ),
      version,
    )
    this.#applied = version
  }

  #fence(fenced: boolean): void {
    if (this.#fenced === fenced) return
    this.#fenced = fenced
    if (fenced)
      this.#options.log.warn(
        { host: this.#options.host.id },
        'The lease of this host has ended; it asks the database on every request.',
      )
    this.#options.onFence(fenced)
  }
}
