import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { PublicContext } from '../context/context.ts'
import type { EventDefinition } from '../events/event.ts'
import type { AddressKind } from '../plugin/address.ts'

/** What a provider sent, to be verified before anything in it is believed. */
export interface WebhookDelivery {
  /** The bytes the provider signed. */
  readonly rawBody: Buffer
  readonly headers: IncomingHttpHeaders
}

/** One thing that a delivery tells; a delivery may carry several, for several organizations. */
export interface WebhookMessage<Payload> {
  /** Whose it is: a key of the webhook's kind of address, such as a slug, an account or a phone-number id. */
  readonly address: string
  /** The id the provider gave it, the same each time it is sent. */
  readonly id: string
  /** The payload of the webhook's event: what subscribers need, best ids by which they ask the provider again. */
  readonly payload: Payload
}

/** A way for a provider to tell something, over HTTP, as often and in whatever order it likes. */
export interface WebhookDefinition<Body = any, Payload extends z.ZodType = any> {
  /** Unique and stable, `plugin.provider`: `billing.stripe`. What was received is remembered under it. */
  readonly name: string
  /** Under the plugin's prefix: `/hooks/stripe`, or `/hooks/:slug` with the address in the path. Takes POST. */
  readonly path: string
  /** Must stand among the plugin's `addresses`. */
  readonly address: AddressKind
  /** The body, from JSON or a form. Keys it does not name are left out, not refused: providers add some. */
  readonly body: z.ZodType<Body>
  /** Largest body in bytes. Default: the host's limit. */
  readonly bodyLimit?: number
  /** Whether the provider really sent this. Compare in constant time; never throw for a wrong signature. */
  readonly verify: (ctx: PublicContext, delivery: WebhookDelivery) => boolean | Promise<boolean>
  readonly messages: (
    body: Body,
    params: Readonly<Record<string, string>>,
  ) => readonly WebhookMessage<z.output<Payload>>[]
  /** Emitted once for each message. Must stand among the plugin's `events`. */
  readonly event: EventDefinition<Payload>
}

/**
 * Takes what a provider sends and emits one event for each message, once, however often it is delivered and by
 * however many at once: the message's id is written with the event in one transaction. The work is a
 * subscriber's, retried without the provider. Messages for a module that is off are taken too, and wait for it.
 *
 * Answers 200 `{ accepted }` with how many were new; 401 `webhook_signature_invalid`; 404 `address_not_found` when
 * no message has an address that is known. In one answer either all is written or the provider sends it again.
 *
 * @example
 * export const stripeWebhook = defineWebhook({
 *   name: 'billing.stripe',
 *   path: '/hooks/stripe',
 *   address: stripeAccount,
 *   body: z.object({ id: z.string(), account: z.string(), type: z.string() }),
 *   verify: (ctx, delivery) => ctx.use(stripe).verify(delivery),
 *   messages: ({ id, account, type }) => [{ address: account, id, payload: { eventId: id, type } }],
 *   event: stripeTold,
 * })
 */
export function defineWebhook<Body, Payload extends z.ZodType>(
  webhook: WebhookDefinition<Body, Payload>,
): WebhookDefinition<Body, Payload> {
  return webhook
}
