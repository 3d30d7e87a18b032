import type { Tone } from '@wasla/sdk/admin'

/** A webhook as `/webhooks` tells of it. */
export interface Webhook {
  readonly id: string
  readonly url: string
  readonly description: string
  readonly events: readonly string[]
  readonly enabled: boolean
  readonly disabledReason: 'gone' | 'failing' | null
  readonly previousSecretUntil: string | null
  readonly createdAt: string
}

export interface EventType {
  readonly name: string
  readonly module: string
}

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const

export interface Delivery {
  readonly id: string
  readonly messageId: string
  readonly event: string
  readonly occurredAt: string
  readonly status: (typeof DELIVERY_STATES)[number]
  readonly attempts: number
  readonly nextAttemptAt: string | null
}

export interface Attempt {
  readonly at: string
  readonly durationMs: number
  readonly succeeded: boolean
  readonly responseStatus: number | null
  readonly responseExcerpt: string | null
  readonly error: string | null
}

export interface DeliveryDetail extends Delivery {
  readonly request: string | null
  readonly log: readonly Attempt[]
}

export const DELIVERY_TONES: Readonly<Record<Delivery['status'], Tone>> = {
  waiting: 'warning',
  delivered: 'success',
  failed: 'danger',
}

/** How a webhook stands: `on`, `off` by hand, or why the platform switched it off. */
export function stateOf({ enabled, disabledReason }: Webhook): 'on' | 'off' | 'gone' | 'failing' {
  return enabled ? 'on' : (disabledReason ?? 'off')
}

export const STATE_TONES: Readonly<Record<ReturnType<typeof stateOf>, Tone>> = {
  on: 'success',
  off: 'neutral',
  gone: 'danger',
  failing: 'danger',
}

export const ALL_EVENTS = '*'
