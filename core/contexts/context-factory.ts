import type { OrganizationContext, PublicContext, SystemContext } from '@wasla/sdk'
import type { LeaseFence } from '../database/data-access.ts'
import type { ActiveModules } from '../tenancy/gate.ts'
import type { Actor, RequestTrace } from './actor.ts'

/** Where a context that belongs to no member acts. */
export interface SystemScope {
  readonly organizationId: string
  readonly active: ActiveModules
  readonly request: RequestTrace
}

/** Makes the contexts handed to plugins; each is bound to one plugin, and so to its database role. */
export interface ContextFactory {
  organization(plugin: string, actor: Actor): OrganizationContext
  public(plugin: string, scope: SystemScope, address: { kind: string; key: string }): PublicContext
  system(plugin: string, scope: SystemScope, options?: WriteOptions): SystemContext
}

export interface WriteOptions {
  /** The effect this run may have once: its row is inserted in the run's own unit of work. */
  readonly effect?: { readonly subscriber: string; readonly eventId: string }
  /** The lease of the singleton that writes. */
  readonly fence?: LeaseFence
}
