import type { z } from 'zod'
import type { Permission } from '../access/permission.ts'

/** A fact that happened in a plugin. Named `plugin.subject.past-participle`. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly version: number
  readonly payload: Payload
  /** Which thing it is about, and that thing's `version`: events of one thing are delivered in order. */
  readonly order?: (payload: z.output<Payload>) => { readonly aggregate: string; readonly version: number }
  /**
   * Who may be told live that it happened. Default: whoever may read its subject, `crm.customers.read` for
   * `crm.customer.created`, if the manifest declares that permission; otherwise nobody is told.
   */
  readonly readPermission?: Permission
  /** Brings payloads of older versions up to date: keyed by the version they were written with, each straight to the present one. */
  readonly upcast?: Readonly<Record<number, (old: any) => unknown>>
}

export type PayloadOf<Event> = Event extends EventDefinition<infer Payload> ? z.output<Payload> : never

/**
 * Declares an event. Payloads carry ids and the few facts a subscriber needs, never secrets.
 * @example
 * export const customerCreated = defineEvent({
 *   name: 'crm.customer.created', version: 1, payload: z.strictObject({ customerId: z.uuid() }),
 * })
 */
export function defineEvent<Payload extends z.ZodType>(
  event: EventDefinition<Payload>,
): EventDefinition<Payload> {
  return event
}

/** An event as a subscriber receives it. */
export interface DeliveredEvent<Payload = unknown> {
  readonly id: string
  readonly name: string
  readonly payload: Payload
  readonly occurredAt: Date
  readonly organizationId: string
  /** Everything that one request or job led to, directly or not, has the same. */
  readonly correlationId: string
  /** The event that led to this one. */
  readonly causationId: string | null
  /** Which delivery this is, from 1. */
  readonly attempt: number
}
