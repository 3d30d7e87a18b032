import { pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine(
    (value) => URL.canParse(value) && new URL(value).username === '' && new URL(value).password === '',
    'must not contain a user name or password',
  )
  .describe("Where messages are posted to: https, and not inside the platform's own network")

const events = z
  .array(z.string().max(200))
  .min(1)
  .max(500)
  .describe('Names out of `/webhooks/event-types`, or `*` for all')

const description = z.string().max(500)

export const newWebhook = z.strictObject({ url, events, description: description.default('') })

export const webhookChanges = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  description: description.optional(),
  enabled: z.boolean().optional().describe('Switching it on again sends what still waits'),
})

export type WebhookInput = z.output<typeof webhookChanges>

export const webhookParams = z.object({ id: z.uuid() })
export const deliveryParams = z.object({ id: z.uuid(), delivery: z.uuid() })

export const webhookResource = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabledReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .describe('Why the platform switched it off: it answered 410, or failed for days'),
    previousSecretUntil: moment
      .nullable()
      .describe('Until then messages are signed with the secret before, too'),
    createdAt: moment,
  })
  .meta({ id: 'Webhook' })

export type WebhookView = z.output<typeof webhookResource>

const secret = z
  .string()
  .describe('Shown this once: `whsec_` and base64, as the Standard Webhooks specification has it')

export const createdWebhook = z.object({ ...webhookResource.shape, secret })
export const rotatedSecret = z.object({ secret, previousSecretUntil: moment })

export const rotation = z.strictObject({
  overlapHours: z.int().min(0).max(168).default(24).describe('How long the present secret signs, too'),
})

export const eventTypes = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      module: z.string(),
      version: z.int(),
      schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `data`'),
    }),
  ),
})

const status = z.enum(['waiting', 'delivered', 'failed'])

export const deliveryQuery = z.strictObject({ ...pageQuery.shape, status: status.optional() })

const deliverySummary = z.object({
  id: z.string(),
  messageId: z.string().describe('`webhook-id`: the same in every attempt'),
  event: z.string(),
  occurredAt: moment,
  status,
  attempts: z.int(),
  nextAttemptAt: moment.nullable(),
})

export const webhookDelivery = z.object({
  ...deliverySummary.shape,
  request: z
    .string()
    .nullable()
    .describe('The beginning of the body; `null` when the event is no longer kept'),
  log: z
    .array(
      z.object({
        at: moment,
        durationMs: z.int(),
        succeeded: z.boolean(),
        responseStatus: z.int().nullable(),
        responseExcerpt: z.string().nullable(),
        error: z.string().nullable(),
      }),
    )
    .describe('All attempts, the last one first'),
})

export type DeliverySummary = z.output<typeof deliverySummary>
export type WebhookDelivery = z.output<typeof webhookDelivery>

export const deliveryPage = pageOf(deliverySummary)

export const recovery = z.strictObject({
  since: moment.describe('Failed deliveries of events from then on are sent again'),
})
export const recovered = z.object({ deliveries: z.int() })
