import type pg from 'pg'
import { withClient } from '../connection.ts'
import { ensureDerivedLogin, ensureGivenLogin } from './app-login.ts'
import { ensureMembership, ensureRole } from './roles.ts'
import { readServerVersion, requireVersion } from './server-version.ts'

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
    requireVersion(await readServerVersion(admin), adminUrl)
    await ensureRole(admin, 'wasla_owner', 'nologin')
    await ensureRole(admin, 'wasla_system', 'nologin')
    await ensureRole(admin, 'wasla_app', 'login')
    await ensureMembership(admin, { role: 'wasla_system', member: 'wasla_app', inherit: false })
    // The owner hands look-up functions over to wasla_system.
    await ensureMembership(admin, { role: 'wasla_system', member: 'wasla_owner', inherit: false })
    await ensureAdminMayActAsOwner(admin)
    return {
      appUrl: appUrl ? await ensureGivenLogin(admin, appUrl) : await ensureDerivedLogin(admin, adminUrl),
    }
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
