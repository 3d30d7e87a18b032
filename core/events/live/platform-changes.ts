import type { AuthenticatedSession } from '../../identity/session.ts'
import type { LoggedEvent } from './read-log.ts'

/** Who is told that something about the organization itself changed: those who may read it, or every member. */
const READERS: Readonly<Record<string, string | 'everyone'>> = {
  'platform.organization.changed': 'everyone',
  // Roles decide what each member sees, so each looks again; the role itself is not told.
  'platform.role.changed': 'everyone',
  'platform.user.changed': 'platform.users.read',
  'platform.api-key.changed': 'platform.api-keys.read',
  'platform.sign-in-provider.changed': 'platform.settings.read',
  'platform.webhook.changed': 'platform.webhooks.read',
  'platform.file.changed': 'platform.files.read',
  'platform.privacy.changed': 'platform.privacy.read',
}

export const isPlatformChange = ({ plugin }: LoggedEvent): boolean => plugin === 'platform'

/** Whoever it is about is told, too: of their own role, of their own notifications. */
export function hearsOfPlatform({ name, payload }: LoggedEvent, session: AuthenticatedSession): boolean {
  const { userId } = payload as { readonly userId?: string }
  if (userId === session.principal.id) return true
  const readers = READERS[name]
  return readers === 'everyone' || (readers !== undefined && session.permissions.has(readers))
}
