import {
  forbidden,
  type Change,
  type ChangesOptions,
  type EventDefinition,
  type OrganizationContext,
  type Principal,
} from '@wasla/sdk'
import type { Actor } from './actor.ts'
import type { ContextServices } from './default-contexts.ts'
import { TenantContextBase } from './tenant-context.ts'

/** A signed-in member's context, as one plugin sees it. */
export class MemberContext extends TenantContextBase implements OrganizationContext {
  readonly kind = 'organization'
  readonly #actor: Actor

  constructor(services: ContextServices, plugin: string, actor: Actor) {
    super(services, plugin, actor, actor.principal.id, {
      idempotency: actor.idempotency,
      ownOnly: actor.permissions.ownOnly,
    })
    this.#actor = actor
  }

  get principal(): Principal {
    return this.#actor.principal
  }

  get role(): string {
    return this.#actor.role
  }

  can(permission: string): boolean {
    return this.#actor.permissions.has(permission)
  }

  authorize(permission: string): void {
    if (this.can(permission)) return
    throw forbidden(
      'permission_denied',
      `Your role "${this.role}" lacks the permission "${permission}"; ask an administrator of the organization for it.`,
      {
        extra: { permission },
      },
    )
  }

  changes(events: readonly EventDefinition[], options?: ChangesOptions): AsyncIterable<Change> {
    return this.platform.changes(this.#actor, events, options)
  }

  protected override forPlugin(plugin: string): MemberContext {
    return new MemberContext(this.platform, plugin, this.#actor)
  }
}
