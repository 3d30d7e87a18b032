/** What a live reader is told: that something happened and to what, never what is in it. */
export interface Change {
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
  /** The ids in the event's payload, and its `version`. Empty for a member who may see only records of their own. */
  readonly ids: Readonly<Record<string, string | number>>
  /**
   * Reads the record behind one of the event's ids with the reader's own rights.
   * @param id its name in the payload: `customerId`
   * @returns null where the event has no such id, and where `load` finds nothing or throws not-found: what is gone and
   *   what is not the reader's look the same
   */
  read<Row>(id: string, load: (id: string) => Promise<Row | null | undefined>): Promise<Row | null>
}

export interface ChangesOptions {
  /** The cursor of the last change that was read: what happened since comes first. An event may be told twice. */
  readonly after?: string | null
}
