import type { Tone } from '@wasla/sdk/admin'

export type Values = Readonly<Record<string, unknown>> | null

/** A change as `/audit` tells of it. */
export interface AuditEntry {
  readonly id: string
  readonly at: string
  readonly plugin: string
  readonly table: string
  readonly record: string
  readonly action: string
  readonly actorId: string | null
  readonly actorName: string | null
  readonly requestId: string | null
  readonly before: Values
  readonly after: Values
  readonly valuesErased: boolean
}

export const AUDIT_ACTIONS = ['insert', 'update', 'delete'] as const

export const ACTION_TONES: Readonly<Record<string, Tone>> = {
  insert: 'success',
  update: 'info',
  delete: 'danger',
}
