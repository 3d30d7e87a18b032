import type {
  Change,
  ChangesOptions,
  Clock,
  EnqueueOptions,
  EventDefinition,
  JobDefinition,
  OrganizationContext,
  PublicContext,
  RecordLink,
  RecordReference,
  SystemContext,
} from '@wasla/sdk'
import type { DataAccess } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import type { ServiceContainer } from '../services/service-container.ts'
import type { Actor } from './actor.ts'
import type { ContextFactory, SystemScope, WriteOptions } from './context-factory.ts'
import { MemberContext } from './member-context.ts'
import { TenantContextBase } from './tenant-context.ts'

/** What contexts hand out; late-bound, since jobs and settings need contexts themselves. */
export interface ContextServices {
  readonly registry: Registry
  readonly data: DataAccess
  readonly services: ServiceContainer
  readonly clock: Clock
  readonly settings: (organizationId: string, plugin: string) => Promise<object>
  readonly links: (organizationId: string, record: RecordReference, kind?: string) => Promise<RecordLink[]>
  readonly changes: (
    actor: Actor,
    events: readonly EventDefinition[],
    options?: ChangesOptions,
  ) => AsyncIterable<Change>
  readonly enqueue: (
    scope: EnqueueScope,
    job: JobDefinition,
    payload: unknown,
    options?: EnqueueOptions,
  ) => Promise<string>
}

export interface EnqueueScope extends SystemScope {
  readonly plugin: string
  readonly actorId: string | null
}

class VisitorContext extends TenantContextBase implements PublicContext {
  readonly kind = 'public'
  readonly address: { readonly kind: string; readonly key: string }

  constructor(
    services: ContextServices,
    plugin: string,
    scope: SystemScope,
    address: { kind: string; key: string },
  ) {
    super(services, plugin, scope, null)
    this.address = address
  }

  protected override forPlugin(plugin: string): VisitorContext {
    return new VisitorContext(this.platform, plugin, this.scope, this.address)
  }
}

class PlatformContext extends TenantContextBase implements SystemContext {
  readonly kind = 'system'

  constructor(services: ContextServices, plugin: string, scope: SystemScope, options?: WriteOptions) {
    super(services, plugin, scope, null, options)
  }

  protected override forPlugin(plugin: string): PlatformContext {
    return new PlatformContext(this.platform, plugin, this.scope)
  }
}

/** The contexts of a running host. */
export function createContexts(services: ContextServices): ContextFactory {
  return {
    organization: (plugin: string, actor: Actor): OrganizationContext =>
      new MemberContext(services, plugin, actor),
    public: (plugin, scope, address): PublicContext => new VisitorContext(services, plugin, scope, address),
    system: (plugin, scope, options): SystemContext => new PlatformContext(services, plugin, scope, options),
  }
}
