import type { RouteServer } from '@wasla/sdk'
import { accountRoutes } from './accounts/account.routes.ts'
import { authRoutes, type AuthRoutesDependencies } from './auth.routes.ts'
import { passkeyRoutes } from './passkeys/passkey.routes.ts'
import { phoneRoutes } from './phones/phone.routes.ts'
import { organizationProviderRoutes } from './providers/organization-provider.routes.ts'
import { deployProviders, type ProviderOptions } from './providers/provider-deployment.ts'
import { providerRoutes } from './providers/provider.routes.ts'
import { secondFactorRoutes } from './second-factor/second-factor.routes.ts'
import { sessionRoutes } from './sessions/session.routes.ts'

export interface IdentityRoutesDependencies extends AuthRoutesDependencies, ProviderOptions {
  /** Forgets a session on this host at once. */
  readonly forget: (sessionId: string) => void
}

/** All routes of accounts and sessions, to be mounted under `/api/v1`. */
export function identityRoutes(app: RouteServer, dependencies: IdentityRoutesDependencies): void {
  authRoutes(app, dependencies)
  accountRoutes(app, dependencies)
  sessionRoutes(app, dependencies)
  secondFactorRoutes(app, dependencies)
  passkeyRoutes(app, dependencies)
  phoneRoutes(app, dependencies)
  const providers = { ...dependencies, ...deployProviders(dependencies, dependencies) }
  providerRoutes(app, providers)
  organizationProviderRoutes(app, providers)
}
