import { conflict } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Session } from '../session.ts'

/**
 * Decides whether everybody in an organization needs a second factor. Sessions without one end when it is turned on, so whoever
 * does it must have one.
 * @throws conflict `second_factor_missing`
 */
export async function requireSecondFactor(
  platform: PlatformDatabase,
  { organizationId, sessionId, principal }: Session,
  required: boolean,
): Promise<void> {
  await platform.transaction(async (query) => {
    const [own] = await query(
      'select 1 from platform.sessions where id = $1 and second_factor_at is not null',
      [sessionId],
    )
    if (required && own === undefined) {
      throw conflict(
        'second_factor_missing',
        'You are signed in without a second factor, so this would sign you out; set one up and sign in with it first.',
      )
    }
    await query(`select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true)`, [
      organizationId,
      principal.id,
    ])
    await query('update platform.organizations set second_factor_required = $2 where id = $1', [
      organizationId,
      required,
    ])
  })
}

export async function isSecondFactorRequired(
  platform: PlatformDatabase,
  organizationId: string,
): Promise<boolean> {
  const [organization] = await platform.asSystem<{ required: boolean }>(
    'select second_factor_required as required from platform.organizations where id = $1',
    [organizationId],
  )
  return organization?.required ?? false
}
