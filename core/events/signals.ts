import { EventEmitter } from 'eventemitter3'
import type { UnitOutcome } from './unit.ts'

/** An event that is committed: enough to decide who cares, the body is read again under the reader's rights. */
export interface EventSignal {
  readonly id: string
  readonly name: string
  readonly organizationId: string
  readonly plugin: string
}

/** Work in the background of which lists and figures tell. */
export type WorkKind = 'jobs' | 'webhooks' | 'singletons' | 'tasks'

/** That some of it went on, on whichever host; not what. */
export interface WorkedOn {
  readonly kind: WorkKind
  readonly organizationId: string
}

interface SignalMap {
  event: [signal: EventSignal]
  /** New jobs wait in these queues. */
  jobs: [queues: readonly string[]]
  /** A job of this host told how far it is. */
  progress: []
  /** Another host committed something. */
  elsewhere: []
  /** This host went on with an organization's background work. */
  work: [worked: WorkedOn]
  /** Some host did; `undefined` when any may have, as after a silence. */
  worked: [worked: readonly WorkedOn[] | undefined]
}

/** A unit of work that is committed, and what it wrote. */
export interface CommittedUnit {
  readonly organizationId: string
  readonly plugin: string
  readonly written: UnitOutcome
}

/** What happens inside this process after a commit. A hint that may be lost; the event log is the truth. */
export interface Signals extends EventEmitter<SignalMap> {
  /** To be called by whoever committed a unit of work. */
  committed(unit: CommittedUnit): void
}

class DefaultSignals extends EventEmitter<SignalMap> implements Signals {
  committed({ organizationId, plugin, written: { events, queues } }: CommittedUnit): void {
    for (const { id, name } of events) this.emit('event', { id, name, organizationId, plugin })
    if (queues.length === 0) return
    this.emit('jobs', queues)
    this.emit('work', { kind: 'jobs', organizationId })
  }
}

export function createSignals(): Signals {
  return new DefaultSignals()
}
