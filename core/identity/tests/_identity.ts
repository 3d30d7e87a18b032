import { bootstrap, migrate } from '@wasla/migrations'
import pg from 'pg'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { loadedPlugin, quietLog, registryOf, serverOptions, startServer } from '../../http/tests/_server.ts'
import type { HttpServerOptions } from '../../http/server-options.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { createTestDatabase } from '../../tests/_test-database.ts'
import { createKeyring } from '../../encryption/keyring.ts'
import { Interval } from '../../jobs/interval.ts'
import { createMailer } from '../../mail/create-mailer.ts'
import type { Mail } from '../../mail/mail.ts'
import { deliverRequests } from '../../notifications/deliver-requests.ts'
import { createMailSender } from '../../notifications/messages/send-mail.ts'
import { sendMessages } from '../../notifications/messages/send-messages.ts'
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

const noGate = { activeModules: () => ({ ids: new Set<string>(), key: '' }) }
const fail = (error: unknown) => {
  throw error
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
  const background = database.connect()
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
  const notices = new Interval(async () => {
    const { platform: own } = background
    await deliverRequests({ platform: own, registry, access: identity.access, gate: noGate }, fail)
    await sendMessages(own, createMailSender({ mailer, origin: 'https://wasla.example.com' }), fail)
  }, 200)
  notices.start()
  return {
    ...server,
    identity,
    queries,
    /** What was mailed to somebody, in the order it was sent. */
    mailsTo: (email: string) => mails.filter(({ to }) => to === email),
    /** To wait for a mail by its subject: which comes last is open, since mails pass each other. */
    subjectsTo: (email: string) => mails.filter(({ to }) => to === email).map(({ subject }) => subject),
    async stop() {
      await notices.stop()
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

const TOKEN = /#token=(wsl_[\w-]{43})/

/** The token in the link of the last mail that has one: notices may come in between. */
export function tokenIn(mails: readonly Mail[]): string {
  const token = mails.map(({ text }) => TOKEN.exec(text)?.[1]).findLast((found) => found !== undefined)
  if (token === undefined)
    throw new Error(`There is no link in the mails: ${mails.map(({ subject }) => subject)}`)
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
