import type { Manifest } from '@wasla/sdk'
import type { Logger as PinoLogger } from 'pino'
import type { FileOptions } from '../files/file-options.ts'
import type { HttpConfig } from '../http/server-options.ts'
import type { PlatformProviders } from '../identity/providers/provider.ts'
import type { RegistrationMode } from '../identity/registration/registration-mode.ts'
import type { PluginSource } from '../kernel/module.ts'
import type { TwilioOptions } from '../sms/twilio-transport.ts'

/** What the migrator is told of a plugin; core hands it on and imports no migrator. */
export interface PluginMigrations {
  readonly id: string
  readonly directory: string
  readonly manifest: Manifest
  readonly subscribers: { name: string; event: string; queue: string; version: number }[]
  readonly queues: { queue: string; options: Record<string, unknown> }[]
}

/** Which plugins the migrator could not bring up to date. */
export interface MigrationOutcome {
  readonly failed: readonly { readonly plugin: string; readonly code: string; readonly message: string }[]
}

export interface DatabaseOptions {
  /** The application's login: neither superuser nor BYPASSRLS. */
  readonly url: string
  /** The same past a transaction pooler, for LISTEN. */
  readonly directUrl?: string
  readonly replicaUrl?: string
  readonly pooled?: boolean
  readonly poolSize: number
}

/** All a platform needs to know; it reads nothing from the environment itself, except the plugins' configuration. */
export interface PlatformOptions {
  readonly sources: readonly PluginSource[]
  /** Where plugins' `config` sections are read from. */
  readonly environment: NodeJS.ProcessEnv
  readonly role: 'web' | 'worker' | 'all'
  readonly hostName: string
  /** Asked once the plugins' code is loaded: until then the database may still be opened. */
  readonly database: () => Promise<DatabaseOptions>
  /** Brings the database to the plugins' state. */
  readonly migrate: (plugins: PluginMigrations[]) => Promise<MigrationOutcome>
  readonly http: HttpConfig & { readonly host: string; readonly port: number }
  /** Holds the admin UI's built shell; none is served without it. */
  readonly adminDirectory?: string
  readonly files: FileOptions
  /** 32 bytes each, in base64; the first one seals. */
  readonly encryptionKeys: readonly string[]
  /** Without `smtpUrl` a production host sends no mail. */
  readonly mail?: { readonly smtpUrl?: string; readonly from?: string }
  /** How texts reach phones; without it a production host sends none. */
  readonly sms?: TwilioOptions
  /** Networks of the operator's own into which webhooks, pushes and sign-in requests may go all the same. */
  readonly outboundNetworks?: readonly string[]
  /** Milliseconds that receivers of webhooks have. */
  readonly webhooks?: { readonly timeoutMs?: number }
  /** Whether an address is proven before its organization is made. Default: `immediate`. */
  readonly registration?: RegistrationMode
  /** Google, Microsoft and Facebook, as far as they sign people in. */
  readonly signInProviders?: PlatformProviders
  /** What this host does in the background; see the configuration's `work`. */
  readonly work?: { readonly jobs?: number; readonly singletons?: number; readonly eventLogDays?: number }
  /** Without GraphiQL, and without checking responses against their schemas. */
  readonly production: boolean
  readonly log: PinoLogger
  /** Milliseconds by which plugins and schedules are ahead of the real time. For tests. */
  readonly clockAhead?: () => number
  /** Milliseconds the code of each plugin has to load. Default 10,000. */
  readonly loadLimit?: number
  /** Milliseconds each plugin has to start. Default 10,000. */
  readonly startLimit?: number
  /** Resolves when the port is free: under `wasla dev` the host before has it until then. */
  readonly turnToListen?: () => Promise<void>
  /** Milliseconds a stopping host still takes requests, for the load balancer to notice. Default 250. */
  readonly drainDelay?: number
  /** Milliseconds that running requests and jobs have when the host stops. */
  readonly stopTimeout?: number
}
