import type { PlatformDatabase } from '../database/data-access.ts'
import type { CurrentUser } from './auth.schema.ts'
import type { Session } from './session.ts'

/** Who really acts in a session, and for how long; nothing when it is the person. */
export async function readImpersonation(
  platform: PlatformDatabase,
  { sessionId, impersonatedBy }: Session,
): Promise<Pick<CurrentUser, 'impersonation'>> {
  if (impersonatedBy === undefined) return {}
  const [impersonation] = await platform.asSystem<{ operator: string; until: Date }>(
    `select u.full_name as operator, s.expires_at as until
     from platform.sessions s join platform.users u on u.id = s.impersonated_by where s.id = $1`,
    [sessionId],
  )
  return impersonation === undefined ? {} : { impersonation }
}
