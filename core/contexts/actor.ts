import type { Logger, Principal } from '@wasla/sdk'
import type { ActiveModules } from '../tenancy/gate.ts'

/** Decides whether a permission such as `crm.customers.write` is held. */
export interface Permissions {
  has(permission: string): boolean
}

/** Who acts in a request, where, and with what: resolved once per request, before any plugin sees it. */
export interface Actor {
  readonly organizationId: string
  readonly principal: Principal
  readonly role: string
  readonly permissions: Permissions
  readonly active: ActiveModules
  readonly request: RequestTrace
}

/** What ties together all that one request or job leads to. */
export interface RequestTrace {
  readonly requestId: string
  readonly correlationId: string
  /** The event that led here, and how many stood before it. */
  readonly causationId: string | null
  readonly depth: number
  readonly log: Logger
  readonly signal: AbortSignal
}
