import { bootstrap, migrate } from '@wasla/migrations'
import pg from 'pg'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { loadedPlugin, quietLog, registryOf, serverOptions, startServer } from '../../http/tests/_server.ts'
import type { HttpServerOptions } from '../../http/server-options.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { createTestDatabase } from '../../tests/_test-database.ts'
import { createKeyring } from '../../encryption/keyring.ts'
import { createMailer } from '../../mail/create-mailer.ts'
import type { Mail } from '../../mail/mail.ts'
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
  const { mailer, mails } = createTestMailer()
  const registry = registryOf(...plugins)
  const identity = createIdentity({
    platform,
    url: database.appUrl,
    manifests: () => registry.manifests,
    log: quietLog,
    mailer,
    keyring: testKeyring,
    origin: 'https://wasla.example.com',
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
    /** What was mailed to somebody, in the order it was sent. */
    mailsTo: (email: string) => mails.filter(({ to }) => to === email),
    async stop() {
      await server.app.close()
      identity.stop()
    },
  }
}

export const testKeyring = createKeyring([Buffer.alloc(32, 7).toString('base64')])

/** A mailer whose mails can be looked at. */
export function createTestMailer() {
  const mails: Mail[] = []
  const mailer = createMailer({
    from: 'Wasla <no-reply@wasla.example>',
    mailbox: { deliver: async (mail) => void mails.push(mail), close: () => undefined },
    log: quietLog,
  })
  return { mails, mailer }
}

/** The token in the link of a mail. */
export function tokenIn(mail: Mail | undefined): string {
  const token = /#token=(wsl_[\w-]{43})/.exec(mail?.text ?? '')?.[1]
  if (token === undefined) throw new Error(`There is no link in the mail: ${mail?.subject}`)
  return token
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
