import type { EventDefinition, PayloadOf } from './event.ts'

/** The names of the ids in the payloads of some events: `customerId`. */
export type IdIn<Event extends EventDefinition> = Event extends EventDefinition
  ? Extract<keyof PayloadOf<Event>, 'id' | `${string}Id`>
  : never

/** What a live reader is told: that something happened and to what, never what is in it. */
export interface Change<Id extends string = string> {
  /**
   * `ready` comes once, after what a cursor had missed: from here on nothing is. `change` is an event. `reset` says that the cursor was too old
   * to tell one by one what came after it: read everything anew.
   */
  readonly kind: 'ready' | 'change' | 'reset'
  /** Where to go on after a break: hand it to `after`. */
  readonly cursor: string
  /** The event's name, of a `change`. */
  readonly event: string | null
  readonly occurredAt: Date | null
  /**
   * One of the ids in the event's payload.
   * @returns null where the event has none of that name, and for a member who may see only records of their own
   */
  id(name: Id): string | null
  /**
   * Reads the record behind one of the event's ids with the reader's own rights.
   * @param id its name in the payload: `customerId`
   * @returns null where the event has no such id, and where `load` finds nothing or throws not-found: what is gone and
   *   what is not the reader's look the same
   */
  read<Row>(id: Id, load: (id: string) => Promise<Row | null | undefined>): Promise<Row | null>
}

/** What a reader of these events is told: `objectRef<ChangeOf<typeof ticketEvents>>('TicketChange')`. */
export type ChangeOf<Events extends readonly EventDefinition[]> = Change<IdIn<Events[number]>>

export interface ChangesOptions {
  /** The cursor of the last change that was read: what happened since comes first. An event may be told twice. */
  readonly after?: string | null
}
