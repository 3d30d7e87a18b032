import type { Config } from '../config/config.schema.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../postgres/embedded-postgres.ts'
import { checkServer, requireOrdinaryLogin } from './check-server.ts'

export interface OpenDatabase {
  /** For `bootstrap` and `migrate`: the login that may create schemas and roles. */
  adminUrl: string
  /** The application's own login for `bootstrap`, if it is not to derive one. */
  appUrl: string | undefined
  /** The server of this data directory, unless DATABASE_URL names another. */
  embedded: EmbeddedPostgres | undefined
  /** Stops what was started; a server of one's own is left alone. */
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Who asks, for another process that finds the data directory locked. */
  name: string
  /** A short command may work beside a running host. */
  shared?: boolean
}

/**
 * The database of the settings, checked: it answers, is new enough and its logins fit.
 *
 * @throws StartError
 */
export async function openDatabase(
  { database, runtime }: Config,
  options: OpenDatabaseOptions,
): Promise<OpenDatabase> {
  if (!database.url) {
    const embedded = await startEmbeddedPostgres({ ...options, dataDirectory: runtime.dataDirectory })
    return { adminUrl: embedded.url, appUrl: undefined, embedded, close: embedded.stop }
  }
  const { url, adminUrl, directUrl, replicaUrl } = database
  const [application] = await Promise.all([
    checkServer(url, 'DATABASE_URL'),
    adminUrl && checkServer(adminUrl, 'DATABASE_ADMIN_URL'),
    directUrl && checkServer(directUrl, 'DATABASE_DIRECT_URL'),
    replicaUrl && checkServer(replicaUrl, 'DATABASE_REPLICA_URL'),
  ])
  if (adminUrl) requireOrdinaryLogin(application, 'DATABASE_URL')
  return {
    adminUrl: adminUrl ?? directUrl ?? url,
    appUrl: adminUrl && (directUrl ?? url),
    embedded: undefined,
    close: async () => undefined,
  }
}
