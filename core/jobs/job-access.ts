import { forbidden } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'

/**
 * A person may follow any job of their organization: it shows how far it is and no more. A program needs the permission by which
 * it could list them.
 * @throws forbidden `permission_denied`
 */
export function assertMayFollow({ principal, permissions }: Actor): void {
  if (principal.kind === 'user' || permissions.has('platform.jobs.read')) return
  throw forbidden(
    'permission_denied',
    'This needs the permission "platform.jobs.read", which the API key does not have; ask an administrator.',
    { extra: { permission: 'platform.jobs.read' } },
  )
}
