import type { z } from 'zod'
import type { Logger } from '../context/logger.ts'
import type { ServiceRef } from './service-ref.ts'

/** What a service's factory can ask for: the plugin's other services by key, and these. */
export interface Cradle<Config = any> {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly [service: string]: any
}

/** The time; tests set it. */
export interface Clock {
  now(): Date
}

export interface ServiceRegistration {
  readonly ref: ServiceRef
  readonly create: (cradle: Cradle) => unknown
  readonly dispose?: (service: any) => Promise<void> | void
}

type ServiceOf<Ref> = Ref extends { readonly '~service'?: infer Service } ? Service : never

/**
 * Registers a service, made once per host when first used.
 * @example services: { customerDirectory: service(customerDirectory, () => customerDirectoryReadModel) }
 */
export function service<Ref extends ServiceRef>(
  ref: Ref,
  create: (cradle: Cradle) => ServiceOf<Ref>,
  options: { readonly dispose?: (service: ServiceOf<Ref>) => Promise<void> | void } = {},
): ServiceRegistration {
  return { ref, create, dispose: options.dispose }
}

/** The configuration type of a plugin's `config` schema. */
export type ConfigOf<Schema extends z.ZodType> = z.output<Schema>
