import type { RouteServer } from '@wasla/sdk'
import type { Logger as PinoLogger } from 'pino'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Authenticator } from '../identity/session.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Tracing } from '../observability/tracing.ts'
import type { Gate } from '../tenancy/gate.ts'
import type { HealthDependencies } from './health.ts'
import type { RouteTable } from './route-table.ts'

/** The part of the host's configuration that the server reads. */
export interface HttpConfig {
  /** The origin people open in their browser. */
  readonly publicUrl?: string
  /** Reverse proxies whose X-Forwarded-* headers are believed; none when empty. */
  readonly trustProxy: readonly string[]
  readonly corsOrigins: readonly string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** Requests in work at once, above which more are refused. Default 1,000. */
  readonly maxRequests?: number
  /** Requests a minute; 0 is no limit. */
  readonly rateLimit: { readonly perAddress: number; readonly perOrganization: number }
}

/** What the platform itself serves: its own routes, each with its access in `config`. @param table of all routes, whole once the server is ready */
export type PlatformRoutes = (app: RouteServer, table: RouteTable) => void | Promise<void>

export interface HttpServerOptions {
  readonly config: HttpConfig
  readonly registry: Registry
  readonly identity: Authenticator
  readonly gate: Gate
  readonly contexts: ContextFactory
  readonly platform: PlatformDatabase
  readonly metrics: Metrics
  /** Who kept the host waiting, and who holds ever more memory, for its health. */
  readonly watch?: HealthDependencies['watch']
  /** Default: what `createTracing()` finds. */
  readonly tracing?: Tracing
  readonly log: PinoLogger
  /** Mounted under `/api/v1`. */
  readonly platformRoutes?: readonly PlatformRoutes[]
  /** Mounted at the root: `/graphql`. */
  readonly rootRoutes?: readonly PlatformRoutes[]
  /** Milliseconds for which somebody waits for a database connection already. Default: nobody does. */
  readonly databaseWait?: () => number
  /** Whether responses are checked against their schema before they leave: in development and tests. */
  readonly checkResponses?: boolean
  /** Milliseconds between "not ready" and refusing new connections, for the load balancer to notice. Default 250. */
  readonly drainDelay?: number
  /** Milliseconds that running requests have to finish once the server is closed. Default 30,000. */
  readonly stopTimeout?: number
}
