import type { z } from 'zod'
import type { Permission } from '../access/permission.ts'
import type { Database } from '../data/database.ts'
import type { AnyEntity } from '../data/entity.ts'
import type { RecordLink, RecordReference } from '../data/link.ts'
import type { ChangeOf, ChangesOptions } from '../events/change.ts'
import type { EventDefinition } from '../events/event.ts'
import type { Contribution, ExtensionPoint } from '../hooks/extension-point.ts'
import type { EnqueueOptions, JobDefinition } from '../jobs/job.ts'
import type { ServiceRef, Use } from '../services/service-ref.ts'
import type { Logger } from './logger.ts'

/** What the four contexts have in common. A context is made per request or run, for one plugin. */
interface BaseContext {
  /** The plugin on whose behalf this runs; decides the database role. */
  readonly plugin: string
  readonly requestId: string
  /** Bound to organization, plugin and request. */
  readonly log: Logger
  /**
   * Aborted when the caller has left without its answer, the job is cancelled or the host drains. Give it to `fetch` and
   * the like. For a caller that has left, `ctx.db` does nothing further and undoes an open unit of work.
   */
  readonly signal: AbortSignal
  /** The moment by the platform's clock, which a test may put forward; `new Date()` would not notice. */
  now(): Date
}

/** A context inside one organization, whoever acts in it. */
export interface TenantContext<Entities extends readonly AnyEntity[] = readonly any[]> extends BaseContext {
  readonly organizationId: string
  readonly db: Database<Entities>
  /**
   * Another plugin's service (its methods' first parameter, the context, is already given) or a private
   * one of this plugin. Inside a write a foreign service only reads, and does not see uncommitted rows.
   * @throws not-found `module_inactive` when the providing module is off.
   */
  use<Ref extends ServiceRef>(ref: Ref): Use<Ref>
  /** Whether another module is on for this organization now. */
  isActive(moduleId: string): boolean
  /** The organization's settings of this plugin, defaults filled in. */
  settings<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>
  /** What active plugins contributed to a point, in order of plugin dependency. */
  contributions<Value>(point: ExtensionPoint<Value>): readonly Contribution<Value>[]
  /** The links of a record with records of other active plugins. */
  links(record: RecordReference, kind?: string): Promise<RecordLink[]>
  /** Enqueues a job outside any unit of work. */
  enqueue<Payload>(job: JobDefinition<Payload>, payload: Payload, options?: EnqueueOptions): Promise<string>
}

/** The signed-in person or API client behind a request. */
export interface Principal {
  readonly kind: 'user' | 'api-key'
  readonly id: string
  readonly name: string
  readonly language: 'ar' | 'en'
}

/** A member acting in one organization. */
export interface OrganizationContext<Entities extends readonly AnyEntity[] = readonly any[]>
  extends TenantContext<Entities> {
  readonly kind: 'organization'
  readonly principal: Principal
  readonly role: string
  /** Whether the principal holds a permission such as `crm.customers.write`. */
  can(permission: Permission): boolean
  /** @throws forbidden `permission_denied` naming the permission. */
  authorize(permission: Permission): void
  /**
   * What happens in the organization, on whichever host, as it happens: what `t.changes` subscribes to. Events the
   * member may not read (`readPermission`) and those of modules that are off are left out.
   * @example for await (const change of ctx.changes([customerCreated, customerUpdated])) change.id('customerId')
   */
  changes<const Events extends readonly EventDefinition[]>(
    events: Events,
    options?: ChangesOptions,
  ): AsyncIterable<ChangeOf<Events>>
}

/** A visitor: a public page, a portal, a webhook. The organization comes from the address registry. */
export interface PublicContext<Entities extends readonly AnyEntity[] = readonly any[]>
  extends TenantContext<Entities> {
  readonly kind: 'public'
  readonly address: { readonly kind: string; readonly key: string }
}

/** The platform acting for a plugin in one organization: jobs, subscribers, schedules, singletons. */
export interface SystemContext<Entities extends readonly AnyEntity[] = readonly any[]>
  extends TenantContext<Entities> {
  readonly kind: 'system'
}

/** The platform's own staff. Never handed to a plugin. */
export interface OperatorContext {
  readonly kind: 'operator'
  readonly operator: string
  readonly reason: string
  readonly requestId: string
}
