import { bootstrap, migrate } from '@wasla/migrations'
import pg from 'pg'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { loadedPlugin, quietLog, registryOf, serverOptions, startServer } from '../../http/tests/_server.ts'
import type { HttpServerOptions } from '../../http/server-options.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { createTestDatabase } from '../../tests/_test-database.ts'
import { createIdentity, type IdentityOptions } from '../identity.ts'

/** A database with the platform's schema, the way hosts reach it, and the superuser's way to look and meddle. */
export async function createIdentityDatabase() {
  const database = await createTestDatabase()
  const { appUrl } = await bootstrap({ adminUrl: database.adminUrl })
  await migrate({ adminUrl: database.adminUrl, plugins: [] })
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 })
  admin.on('error', () => {})
  const pools: ConnectionPool[] = []
  return {
    admin,
    appUrl,
    /** A platform database as each host has its own; `queries` are the statements it ran. */
    connect() {
      const pool = new ConnectionPool({ url: appUrl, size: 8, log: quietLog, name: 'test' })
      pools.push(pool)
      const platform = createPlatformDatabase({ pool })
      const queries: string[] = []
      return {
        queries,
        platform: {
          ...platform,
          asSystem: <Row extends object>(text: string, values?: readonly unknown[]) => {
            queries.push(text)
            return platform.asSystem<Row>(text, values)
          },
        },
      }
    },
    async drop() {
      await Promise.all(pools.map((pool) => pool.close()))
      await admin.end()
      await database.drop()
    },
  }
}

type IdentityDatabase = Awaited<ReturnType<typeof createIdentityDatabase>>

/** A host: identity and HTTP server over the database. */
export async function startHost(
  database: IdentityDatabase,
  plugins: LoadedPlugin[] = [loadedPlugin('notes', {})],
  identityOptions: Partial<IdentityOptions> = {},
  serverChanges: Partial<HttpServerOptions> = {},
) {
  const { platform, queries } = database.connect()
  const registry = registryOf(...plugins)
  const identity = createIdentity({
    platform,
    url: database.appUrl,
    manifests: () => registry.manifests,
    log: quietLog,
    ...identityOptions,
  })
  await identity.start()
  const server = await startServer(
    serverOptions(registry, { identity, platform, platformRoutes: [identity.routes], ...serverChanges }),
  )
  return {
    ...server,
    identity,
    queries,
    async stop() {
      await server.app.close()
      identity.stop()
    },
  }
}

let people = 0

/** The body of a registration nobody else uses. */
export function somebody(changes: object = {}) {
  people += 1
  return {
    organizationName: `Company ${people}`,
    fullName: `Person ${people}`,
    email: `person${people}@example.com`,
    password: 'correct horse',
    ...changes,
  }
}
