import type { FastifyInstance } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Actor } from '../contexts/actor.ts'
import type { ActiveModules } from '../tenancy/gate.ts'
import { createOpenStreams } from './execution/open-streams.ts'
import { createParsedDocuments } from './execution/parsed-documents.ts'
import { createPersistedDocuments } from './execution/persisted-documents.ts'
import { createPrepare, type Prepare, type Prepared } from './execution/prepared-document.ts'
import { createRun, type OperationRequest } from './execution/run-operation.ts'
import type { GraphqlOptions } from './graphql-options.ts'
import { GraphqlScope } from './graphql-scope.ts'
import { checkPlugins } from './schema/check-plugins.ts'
import { createSchemaCache } from './schema/schema-cache.ts'
import { registerGraphqlRoutes } from './transport/graphql-routes.ts'
import { createYogaWay } from './transport/yoga-way.ts'

/** GraphQL over the modules that are on. */
export interface Graphql {
  /** Registers `/graphql` on a server that decorates requests with their actor. */
  routes(app: FastifyInstance): void
  /** The schema of a set of modules, built when it is asked for the first time. */
  schemaFor(active: ActiveModules): GraphQLSchema
  /** Builds a set's schema before a request needs it. */
  warm(active: ActiveModules): Promise<void>
  /** Ends the subscriptions. */
  close(): void
}

interface SchemaOfSet {
  readonly schema: GraphQLSchema
  readonly prepare: Prepare
}

const MAX_SCHEMAS = 64
const MAX_STREAM_MS = 15 * 60_000
const MAX_BATCH = 10

/** Checks every plugin's GraphQL section, quarantining those that do not hold up, and makes the endpoint. */
export function createGraphql(options: GraphqlOptions): Graphql {
  const { registry, platform, contexts, gate, config, log, metrics, onModulesChanged } = options
  checkPlugins(registry, platform)
  const parsed = createParsedDocuments<Prepared>()
  const schemas = createSchemaCache<SchemaOfSet>({
    registry,
    platform,
    max: config.maxSchemas ?? MAX_SCHEMAS,
    make: (schema) => ({ schema, prepare: createPrepare(schema, config, parsed) }),
    onBuilt: (milliseconds) => metrics?.observeSchemaBuild?.(milliseconds / 1000),
  })
  const streams = createOpenStreams(config.maxStreamMs ?? MAX_STREAM_MS)
  const stopListening = onModulesChanged?.((organizationId, _before, after) => {
    streams.modulesChanged(organizationId, after)
    schemas
      .warm(after)
      .catch((error: unknown) =>
        log.error({ err: error }, 'A GraphQL schema could not be built ahead of its first request.'),
      )
  })
  const runPrepared = createRun({ gate, streams, metrics })
  const run = (request: OperationRequest, actor: Actor) =>
    runPrepared(schemas.for(actor.active).prepare, request, new GraphqlScope(actor, contexts))
  const resolveDocument = createPersistedDocuments(config)
  const yoga = createYogaWay({
    run,
    resolveDocument,
    log,
    production: config.production,
    maxBatch: MAX_BATCH,
  })

  return {
    routes: (app) =>
      registerGraphqlRoutes(app, {
        run,
        resolveDocument,
        yoga,
        onClosing: () => streams.endAll('host_draining'),
      }),
    schemaFor: (active) => schemas.for(active).schema,
    warm: (active) => schemas.warm(active),
    close: () => {
      stopListening?.()
      streams.endAll('host_draining')
    },
  }
}
