import {
  asFunction,
  asValue,
  AwilixResolutionError,
  createContainer,
  InjectionMode,
  type AwilixContainer,
} from 'awilix'
import type { Clock, Logger, ServiceRef } from '@wasla/sdk'
import { messageOf } from '../kernel/kernel-error.ts'
import type { LoadedPlugin } from '../kernel/module.ts'

/** The provider that is always there. */
export const PLATFORM = 'platform'

interface Provider {
  readonly plugin: string
  readonly key: string
  readonly container: AwilixContainer
}

/** A found service: the plugin that provides it, and the instance. */
export interface ProvidedService {
  readonly provider: string
  readonly instance: object
}

export interface ServiceContainerOptions {
  readonly plugins: readonly LoadedPlugin[]
  readonly log: (plugin: string) => Logger
  readonly clock: Clock
  /** The platform's own public services, by ref id. */
  readonly platform?: Readonly<Record<string, object>>
}

/** A wiring mistake between plugins: who asked, for what, and of whom. */
export class ServiceError extends Error {
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ServiceError'
    this.code = code
  }
}

/** The plugins' services: one Awilix container per plugin, reachable across plugins only through refs. */
export class ServiceContainer {
  readonly #providers = new Map<string, Provider>()
  readonly #containers: AwilixContainer[] = []

  constructor({ plugins, log, clock, platform = {} }: ServiceContainerOptions) {
    const own = createContainer({ injectionMode: InjectionMode.PROXY, strict: true })
    for (const [id, instance] of Object.entries(platform)) {
      own.register(id, asValue(instance))
      this.#providers.set(id, { plugin: PLATFORM, key: id, container: own })
    }
    for (const plugin of plugins) {
      const container = createContainer({ injectionMode: InjectionMode.PROXY, strict: true })
      container.register({
        config: asValue(plugin.config),
        log: asValue(log(plugin.id)),
        clock: asValue(clock),
      })
      for (const [key, { ref, create, dispose }] of Object.entries(plugin.definition.services ?? {})) {
        const registration = asFunction((cradle: never) => create(cradle)).singleton()
        container.register(key, dispose === undefined ? registration : registration.disposer(dispose))
        this.#providers.set(ref.id, { plugin: plugin.id, key, container })
      }
      this.#containers.push(container)
    }
  }

  /** The plugin that provides a service, whether it is active or not. */
  providerOf(ref: ServiceRef): string | undefined {
    return this.#providers.get(ref.id)?.plugin
  }

  /** @throws ServiceError `service_missing`, `service_private` or `service_broken`, naming consumer, ref and provider */
  resolve(consumer: string, ref: ServiceRef): ProvidedService {
    const provider = this.#providers.get(ref.id)
    if (provider === undefined) {
      throw new ServiceError(
        'service_missing',
        `"${consumer}" uses the service "${ref.id}", which no loaded plugin provides; register it under services, or install the plugin that does.`,
      )
    }
    if (ref.visibility === 'private' && provider.plugin !== consumer) {
      throw new ServiceError(
        'service_private',
        `"${consumer}" uses the service "${ref.id}", which is private to "${provider.plugin}"; ask for a public one.`,
      )
    }
    try {
      return { provider: provider.plugin, instance: provider.container.resolve<object>(provider.key) }
    } catch (cause) {
      const reason = cause instanceof AwilixResolutionError ? cause.message.split('\n')[0] : messageOf(cause)
      throw new ServiceError(
        'service_broken',
        `"${consumer}" asked for the service "${ref.id}" of "${provider.plugin}", which could not be made: ${reason}`,
        cause,
      )
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.dispose()))
  }
}
