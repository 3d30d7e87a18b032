import { withClient } from '../connection.ts'
import { ensureDerivedLogin, ensureGivenLogin } from './app-login.ts'
import { type ClusterState, hasMembership, readClusterState } from './cluster-state.ts'
import { ensureMembership, ensureRole, type Membership } from './roles.ts'
import { requireVersion } from './server-version.ts'

export interface BootstrapOptions {
  /** A superuser, or a role that may create roles. */
  adminUrl: string
  /** The application's own login. Without it the login is wasla_app with a derived password. */
  appUrl?: string
}

const ROLES = { wasla_owner: 'nologin', wasla_system: 'nologin', wasla_app: 'login' } as const

/**
 * Creates the platform's roles in the cluster and returns the URL the application logs in with.
 * Idempotent, and safe while other databases of the same cluster do the same.
 */
export async function bootstrap({ adminUrl, appUrl }: BootstrapOptions): Promise<{ appUrl: string }> {
  return withClient(adminUrl, async (admin) => {
    const state = await readClusterState(admin, Object.keys(ROLES))
    requireVersion(state.version, adminUrl)
    for (const [name, attributes] of Object.entries(ROLES))
      if (state.roles[name] === undefined) await ensureRole(admin, name, attributes)
    for (const membership of membershipsOf(state))
      if (!hasMembership(state, membership)) await ensureMembership(admin, membership)
    return {
      appUrl: appUrl
        ? await ensureGivenLogin(admin, appUrl)
        : await ensureDerivedLogin(admin, adminUrl, state.roles['wasla_app'] === true),
    }
  })
}

function membershipsOf({ self }: ClusterState): Membership[] {
  return [
    { role: 'wasla_system', member: 'wasla_app', inherit: false },
    // The owner hands look-up functions over to wasla_system.
    { role: 'wasla_system', member: 'wasla_owner', inherit: false },
    // An administrator who is no superuser must be able to act as the owner.
    ...(self.superuser
      ? []
      : [
          { role: 'wasla_owner', member: self.name, inherit: true },
          { role: 'wasla_system', member: self.name, inherit: false },
        ]),
  ]
}
