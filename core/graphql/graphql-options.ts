import type { Logger } from '@wasla/sdk'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { ActiveModules, Gate } from '../tenancy/gate.ts'
import type { PlatformSchema } from './schema/platform-schema.ts'
import type { SchemaRegistry } from './schema/quarantining-build.ts'

/** Limits and manners of the GraphQL endpoint. */
export interface GraphqlConfig {
  /** How deep selections may nest; introspection has its own limit. */
  readonly maxDepth: number
  /** What one operation may cost: about the number of values in its largest answer. */
  readonly maxCost: number
  /** Without GraphiQL. */
  readonly production: boolean
  /** Answers only documents of `persistedDocuments`. */
  readonly persistedOnly?: boolean
  /** Trusted documents by the hexadecimal SHA-256 of their text. */
  readonly persistedDocuments?: ReadonlyMap<string, string>
  /** How many sets of modules keep their schema; 64 by default. */
  readonly maxSchemas?: number
  /** How long one subscription may run before the client has to come back and be authenticated anew; 15 minutes. */
  readonly maxStreamMs?: number
}

/** What one operation that ran did, for the host's metrics. */
export interface GraphqlObservation {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly outcome: 'success' | 'error'
  readonly seconds: number
}

export interface GraphqlMetrics {
  observeOperation?(observation: GraphqlObservation): void
  observeSchemaBuild?(seconds: number): void
}

export type ModulesListener = (organizationId: string, before: ActiveModules, after: ActiveModules) => void

export interface GraphqlOptions {
  readonly registry: SchemaRegistry
  /** Adds to every schema what is the platform's own. */
  readonly platform?: PlatformSchema
  readonly contexts: ContextFactory
  readonly gate: Gate
  readonly config: GraphqlConfig
  readonly log: Logger
  readonly metrics?: GraphqlMetrics
  /** Tells when an organization's modules change; returns how to stop listening. */
  readonly onModulesChanged?: (listener: ModulesListener) => () => void
}
