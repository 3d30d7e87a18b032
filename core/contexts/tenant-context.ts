import type { z } from 'zod'
import {
  moduleInactive,
  type Contribution,
  type Database,
  type EnqueueOptions,
  type ExtensionPoint,
  type JobDefinition,
  type Logger,
  type RecordLink,
  type RecordReference,
  type ServiceRef,
  type TenantContext,
  type Use,
} from '@wasla/sdk'
import { PLATFORM } from '../services/service-container.ts'
import type { DatabaseScope } from '../database/data-access.ts'
import type { SystemScope } from './context-factory.ts'
import type { ContextServices } from './default-contexts.ts'

type ScopeOptions = Pick<DatabaseScope, 'effect' | 'idempotency' | 'ownOnly' | 'fence'>

/** What every context inside an organization does the same. What costs anything is made when first asked for. */
export abstract class TenantContextBase implements TenantContext {
  readonly plugin: string
  protected readonly platform: ContextServices
  protected readonly scope: SystemScope
  readonly #actorId: string | null
  readonly #options: ScopeOptions
  #db: Database | undefined
  #log: Logger | undefined

  constructor(
    platform: ContextServices,
    plugin: string,
    scope: SystemScope,
    actorId: string | null,
    options: ScopeOptions = {},
  ) {
    this.platform = platform
    this.plugin = plugin
    this.scope = scope
    this.#actorId = actorId
    this.#options = options
  }

  /** The same context as another plugin's public service sees it. */
  protected abstract forPlugin(plugin: string): TenantContextBase

  get organizationId(): string {
    return this.scope.organizationId
  }

  get requestId(): string {
    return this.scope.request.requestId
  }

  get signal(): AbortSignal {
    return this.scope.request.signal
  }

  now(): Date {
    return this.platform.clock.now()
  }

  get log(): Logger {
    this.#log ??= this.scope.request.log.child({ organization: this.organizationId, plugin: this.plugin })
    return this.#log
  }

  get db(): Database {
    this.#db ??= this.platform.data.database({
      plugin: this.plugin,
      organizationId: this.organizationId,
      actorId: this.#actorId,
      request: this.scope.request,
      ...this.#options,
    })
    return this.#db
  }

  use<Ref extends ServiceRef>(ref: Ref): Use<Ref> {
    const provider = this.platform.services.providerOf(ref)
    const foreign = provider !== undefined && provider !== this.plugin && provider !== PLATFORM
    if (foreign && !this.isActive(provider)) throw moduleInactive(provider)
    const { instance } = this.platform.services.resolve(this.plugin, ref)
    if (ref.visibility === 'private') return instance as Use<Ref>
    return bind(instance, foreign ? this.forPlugin(provider) : this) as Use<Ref>
  }

  isActive(moduleId: string): boolean {
    return this.scope.active.ids.has(moduleId)
  }

  async settings<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(await this.platform.settings(this.organizationId, this.plugin))
  }

  contributions<Value>(point: ExtensionPoint<Value>): readonly Contribution<Value>[] {
    return this.platform.registry.plugins
      .filter((plugin) => this.isActive(plugin.id))
      .flatMap((plugin) =>
        (plugin.definition.contributes ?? [])
          .filter((contribution) => contribution.point.name === point.name)
          .map((contribution) => ({ plugin: plugin.id, value: contribution.value as Value })),
      )
  }

  async links(record: RecordReference, kind?: string): Promise<RecordLink[]> {
    const links = await this.platform.links(this.organizationId, record, kind)
    return links.filter((link) => this.isActive(link.from.plugin) && this.isActive(link.to.plugin))
  }

  enqueue<Payload>(job: JobDefinition<Payload>, payload: Payload, options?: EnqueueOptions): Promise<string> {
    const { organizationId, active, request } = this.scope
    return this.platform.enqueue(
      { organizationId, active, request, plugin: this.plugin, actorId: this.#actorId },
      job,
      payload,
      options,
    )
  }
}

/** A public service with its first parameter given: the consumer's context, in the provider's name. */
function bind(instance: object, context: TenantContext): object {
  return new Proxy(instance, {
    get(target, method, receiver) {
      const member: unknown = Reflect.get(target, method, receiver)
      return typeof member === 'function'
        ? (...args: unknown[]): unknown => member.call(target, context, ...args)
        : member
    },
  })
}
