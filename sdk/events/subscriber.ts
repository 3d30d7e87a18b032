import type { z } from 'zod'
import type { SystemContext } from '../context/context.ts'
import type { RetryPolicy } from '../jobs/job.ts'
import type { DeliveredEvent, EventDefinition } from './event.ts'

/** A durable listener: called at least once; what it writes in its unit of work happens once. */
export interface SubscriberDefinition<Payload = any> {
  /** Unique and stable: `ticketing.greet-new-customer`. */
  readonly name: string
  readonly event: EventDefinition
  readonly retry?: RetryPolicy
  readonly handle: (ctx: SystemContext, event: DeliveredEvent<Payload>) => Promise<void>
}

/**
 * Subscribes to an event, of this plugin or of one that the manifest names.
 * @example
 * export const greetNewCustomer = defineSubscriber({
 *   name: 'ticketing.greet-new-customer',
 *   event: customerCreated,
 *   handle: async (ctx, event) => { await ctx.db.write(async (unit) => { … }) },
 * })
 */
export function defineSubscriber<Payload extends z.ZodType>(subscriber: {
  readonly name: string
  readonly event: EventDefinition<Payload>
  readonly retry?: RetryPolicy
  readonly handle: (ctx: SystemContext, event: DeliveredEvent<z.output<Payload>>) => Promise<void>
}): SubscriberDefinition<z.output<Payload>> {
  return subscriber as SubscriberDefinition<z.output<Payload>>
}
