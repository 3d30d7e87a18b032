import type { TenantContext } from '../context/context.ts'

/** A service that other plugins may use: every method takes the context first and is asynchronous. */
export type PublicService<Service> = {
  [Method in keyof Service]: Service[Method] extends (ctx: any, ...args: any[]) => Promise<unknown>
    ? Service[Method]
    : never
}

/** A service as its user sees it: the context is already given. */
export type Bound<Service> = {
  readonly [Method in keyof Service]: Service[Method] extends (ctx: any, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never
}

export interface PublicServiceRef<Service = any> {
  readonly visibility: 'public'
  readonly id: string
  /** Carries the type only. */
  readonly '~service'?: Service
}

export interface PrivateServiceRef<Service = any> {
  readonly visibility: 'private'
  readonly id: string
  readonly '~service'?: Service
}

export type ServiceRef = PublicServiceRef | PrivateServiceRef

/** What `ctx.use(ref)` returns. */
export type Use<Ref> =
  Ref extends PublicServiceRef<infer Service>
    ? Bound<Service>
    : Ref extends PrivateServiceRef<infer Service>
      ? Service
      : never

/**
 * Names a service that other plugins may use. Lives in the plugin's `contract/`; compared by `id`.
 * @example export const customerDirectory = publicService<CustomerDirectory>('crm.customer-directory')
 */
export function publicService<Service extends PublicService<Service>>(id: string): PublicServiceRef<Service> {
  return { visibility: 'public', id }
}

/** Names a service for the plugin's own use. */
export function privateService<Service>(id: string): PrivateServiceRef<Service> {
  return { visibility: 'private', id }
}

/** The context a public service receives: in the consumer's organization, with the provider's own role. */
export type ServiceContext<Entities extends readonly any[] = readonly any[]> = TenantContext<Entities>
