import type pg from 'pg'
import { describeUrl, withClient } from '../connection.ts'
import { MigrationError } from '../errors.ts'
import { ensureDerivedLogin, ensureGivenLogin } from './app-login.ts'
import { ensureMembership, ensureRole } from './roles.ts'

export interface BootstrapOptions {
  /** A superuser, or a role that may create roles. */
  adminUrl: string
  /** The application's own login. Without it the login is wasla_app with a derived password. */
  appUrl?: string
}

/**
 * Creates the platform's roles in the cluster and returns the URL the application logs in with.
 * Idempotent, and safe while other databases of the same cluster do the same.
 */
export async function bootstrap({ adminUrl, appUrl }: BootstrapOptions): Promise<{ appUrl: string }> {
  return withClient(adminUrl, async (admin) => {
    await requirePostgres18(admin, adminUrl)
    await ensureRole(admin, 'wasla_owner', 'nologin')
    await ensureRole(admin, 'wasla_system', 'nologin')
    await ensureRole(admin, 'wasla_app', 'login')
    await ensureMembership(admin, { role: 'wasla_system', member: 'wasla_app', inherit: false })
    // The owner hands look-up functions over to wasla_system.
    await ensureMembership(admin, { role: 'wasla_system', member: 'wasla_owner', inherit: false })
    await ensureAdminMayActAsOwner(admin)
    return { appUrl: appUrl ? await ensureGivenLogin(admin, appUrl) : await ensureDerivedLogin(admin, adminUrl) }
  })
}

async function requirePostgres18(admin: pg.Client, url: string): Promise<void> {
  const { rows } = await admin.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  )
  const server = rows[0]
  if (server && server.number >= 180_000) return
  throw new MigrationError({
    code: 'postgres_too_old',
    message: `The server at ${describeUrl(url)} is PostgreSQL ${server?.version ?? 'of an unknown version'}, but Wasla needs 18 or newer: upgrade it, or unset DATABASE_URL to use the embedded one.`,
  })
}

async function ensureAdminMayActAsOwner(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string; superuser: boolean }>(
    'select rolname as name, rolsuper as superuser from pg_roles where rolname = current_user',
  )
  const self = rows[0]
  if (!self || self.superuser) return
  await ensureMembership(admin, { role: 'wasla_owner', member: self.name, inherit: true })
  await ensureMembership(admin, { role: 'wasla_system', member: self.name, inherit: false })
}
