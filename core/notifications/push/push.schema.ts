import { ECDH } from 'node:crypto'
import { z } from 'zod'

function isPublicKey(encoded: string): boolean {
  try {
    const key = Buffer.from(encoded, 'base64url')
    return key.length === 65 && ECDH.convertKey(key, 'prime256v1').length > 0
  } catch {
    return false
  }
}

/** As `PushSubscription.toJSON()` gives it in a browser. */
export const newPushSubscription = z.object({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .describe("The push service's address of this browser"),
  expirationTime: z.number().nullish().describe('Not used: the service says when a browser is gone'),
  keys: z.object({
    p256dh: z.string().max(100).refine(isPublicKey, "is no browser's key"),
    auth: z
      .string()
      .max(40)
      .refine((text) => Buffer.from(text, 'base64url').length === 16, "is no browser's secret"),
  }),
})

export const pushSubscription = z.object({
  id: z.uuid(),
  device: z.object({ browser: z.string().nullable(), system: z.string().nullable() }),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable().describe('When the last notification was handed over'),
  current: z.boolean().describe('Registered in the session that asks'),
})

export const pushSubscriptions = z.object({ items: z.array(pushSubscription) })
export const pushSubscriptionParams = z.object({ id: z.uuid() })
export const pushKey = z.object({
  publicKey: z.string().describe('The `applicationServerKey` of `pushManager.subscribe()`'),
})

export type NewPushSubscription = z.output<typeof newPushSubscription>
export type PushSubscriptionView = z.output<typeof pushSubscription>
