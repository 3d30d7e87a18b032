import type { LocalizedText } from '@wasla/sdk'
import { builtInRole } from '../../access/built-in-roles.ts'
import type { PlatformQuery } from '../../database/data-access.ts'
import { findOpenInvitation } from './accept-invitation.ts'
import type { InvitationPreview } from './invitation.schema.ts'

/**
 * What whoever holds the mailed link is invited to.
 * @throws invalid `token_invalid`
 */
export async function previewInvitation(query: PlatformQuery, token: string): Promise<InvitationPreview> {
  const { organizationId, organizationName, email, role, userId } = await findOpenInvitation(query, token)
  return {
    organization: { id: organizationId, name: organizationName },
    email,
    role: { key: role, name: await roleName(query, organizationId, role) },
    hasAccount: userId !== null,
  }
}

/** A role of the organization's own is called the same in every language. */
async function roleName(query: PlatformQuery, organizationId: string, key: string): Promise<LocalizedText> {
  const builtIn = builtInRole(key)
  if (builtIn !== undefined) return builtIn.title
  const [custom] = await query<{ name: string }>(
    'select name from platform.roles where organization_id = $1 and key = $2',
    [organizationId, key],
  )
  const name = custom?.name ?? key
  return { en: name, ar: name }
}
