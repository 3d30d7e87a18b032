import type { Logger, Principal } from '@wasla/sdk'
import type { IdempotencyClaim } from '../database/data-access.ts'
import type { ActiveModules } from '../tenancy/gate.ts'

/** The host's own logger (pino): what a plugin sees of it is `Logger`. */
export interface HostLogger extends Logger {
  child(bindings: object): HostLogger
}

/** Decides whether a permission such as `crm.customers.write` is held. */
export interface Permissions {
  has(permission: string): boolean
  /** Resources of which only the member's own rows are theirs, each between spaces; absent or empty: no limit. */
  readonly ownOnly?: string
}

/** Who acts in a request, where, and with what: resolved once per request, before any plugin sees it. */
export interface Actor {
  readonly organizationId: string
  readonly principal: Principal
  readonly role: string
  readonly permissions: Permissions
  readonly active: ActiveModules
  readonly request: RequestTrace
  /** The claim of a request with an `Idempotency-Key`; belongs to its first write. */
  readonly idempotency?: IdempotencyClaim
}

/** What ties together all that one request or job leads to. */
export interface RequestTrace {
  readonly requestId: string
  readonly correlationId: string
  /** The event that led here, and how many stood before it. */
  readonly causationId: string | null
  readonly depth: number
  readonly log: HostLogger
  readonly signal: AbortSignal
  /** Whether nobody waits for the answer any more, so that nothing further is written. Jobs decide by `signal` themselves. */
  readonly abandoned?: boolean
}
