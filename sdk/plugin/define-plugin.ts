import type { z } from 'zod'
import type { AnyEntity } from '../data/entity.ts'
import type { SearchDefinition } from '../data/search.ts'
import type { EventDefinition } from '../events/event.ts'
import type { SubscriberDefinition } from '../events/subscriber.ts'
import type { GraphqlDefinition } from '../graphql/schema-builder.ts'
import type { ContributionDefinition, ExtensionPoint } from '../hooks/extension-point.ts'
import type { HookDefinition, HookPoint } from '../hooks/hook-point.ts'
import type { RoutesDefinition } from '../http/routes.ts'
import type { WebhookDefinition } from '../http/webhook.ts'
import type { JobDefinition, ScheduleDefinition } from '../jobs/job.ts'
import type { SingletonDefinition } from '../jobs/singleton.ts'
import type { NotificationDefinition } from '../notifications/notification.ts'
import type { ServiceRegistration } from '../services/service.ts'
import type { AddressKind } from './address.ts'
import type { HealthCheck } from './health.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { MeterDefinition } from './meter.ts'
import type { PrivacyDefinition } from './privacy.ts'

/** All that a plugin can add to the platform. Every section is optional; the manifest says the rest. */
export interface PluginDefinition<Config extends z.ZodObject = z.ZodObject> {
  /** Settings per organization; the admin UI draws their form. Every key needs a default. */
  readonly settings?: z.ZodObject
  /** Host-level configuration, read from `WASLA_<PLUGIN>_<KEY>`; mark secrets with `secret()`. */
  readonly config?: Config
  readonly entities?: readonly AnyEntity[]
  readonly services?: Readonly<Record<string, ServiceRegistration>>
  readonly events?: readonly EventDefinition<any>[]
  readonly subscribers?: readonly SubscriberDefinition[]
  /** Points of its own where others may hook in. */
  readonly hookPoints?: readonly HookPoint<any>[]
  readonly hooks?: readonly HookDefinition[]
  /** Lists of its own to which others may contribute. */
  readonly extensionPoints?: readonly ExtensionPoint<any>[]
  readonly contributes?: readonly ContributionDefinition[]
  readonly jobs?: readonly JobDefinition[]
  readonly schedules?: readonly ScheduleDefinition[]
  readonly singletons?: readonly SingletonDefinition[]
  readonly routes?: readonly RoutesDefinition[]
  /** Where providers tell things: verified, once, and waiting while the module is off. */
  readonly webhooks?: readonly WebhookDefinition[]
  readonly graphql?: GraphqlDefinition
  readonly addresses?: readonly AddressKind[]
  readonly meters?: readonly MeterDefinition[]
  readonly notifications?: readonly NotificationDefinition<any>[]
  readonly privacy?: PrivacyDefinition
  readonly search?: readonly SearchDefinition[]
  readonly health?: HealthCheck
  readonly lifecycle?: Lifecycle<z.output<Config>>
}

const PLUGIN = Symbol.for('wasla.plugin')

/** A plugin as the host loads it. */
export interface Plugin extends PluginDefinition<any> {
  readonly [PLUGIN]: true
}

/** Defines a plugin: a table of contents, without logic. The host reads `plugin.json` beside it. */
export function definePlugin<Config extends z.ZodObject>(definition: PluginDefinition<Config>): Plugin {
  return { ...definition, [PLUGIN]: true }
}

/** True for anything `definePlugin` made, also with another copy of this package. */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PLUGIN in value
}
