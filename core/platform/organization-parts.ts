import type { Manifest } from '@wasla/sdk'
import { apiKeyRoutes } from '../access/api-keys/api-key.routes.ts'
import { roleRoutes } from '../access/role.routes.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { PlatformRoutes } from '../http/server-options.ts'
import type { Identity } from '../identity/identity.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import { invitationRoutes } from '../organizations/invitations/invitation.routes.ts'
import { memberRoutes } from '../organizations/members/member.routes.ts'
import { operatorRoutes } from '../organizations/operators/operator.routes.ts'
import { organizationRoutes } from '../organizations/profile/organization.routes.ts'
import { viewRoutes } from '../views/view.routes.ts'

export interface OrganizationPartsDependencies {
  readonly platform: PlatformDatabase
  readonly identity: Identity
  readonly mailer: Mailer
  /** Where links in mails lead. */
  readonly origin: string
  readonly manifests: () => ReadonlyMap<string, Manifest>
}

/** The routes of organizations, members, roles, API keys, operators and saved views, to be mounted under `/api/v1`. */
export function organizationParts(dependencies: OrganizationPartsDependencies): PlatformRoutes[] {
  const { platform, identity, mailer, origin, manifests } = dependencies
  const { access, signIn, endSession, onOrganizationCreated } = identity
  return [
    organizationRoutes({ platform, signIn, endSession, onOrganizationCreated }),
    memberRoutes({ platform, access, mailer, origin }),
    invitationRoutes({ platform, access, mailer, origin, signIn }),
    roleRoutes({ platform, access, manifests }),
    apiKeyRoutes({ platform, access }),
    operatorRoutes({ platform, signIn }),
    viewRoutes({ platform }),
  ]
}
