import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Session } from '../session.ts'
import type { secondFactorState } from './second-factor.schema.ts'

/** What protects a person's account besides their password. */
export async function readSecondFactor(
  platform: PlatformDatabase,
  { principal, organizationId }: Session,
): Promise<z.output<typeof secondFactorState>> {
  const [state] = await platform.asSystem<z.output<typeof secondFactorState>>(
    `select exists (select from platform.totp_secrets where user_id = $1 and confirmed_at is not null) as totp,
            (select count(*)::int from platform.backup_codes where user_id = $1) as "backupCodesLeft",
            exists (select from platform.phones where user_id = $1 and second_factor) as phone,
            (select count(*)::int from platform.passkeys where user_id = $1) as passkeys,
            coalesce((select second_factor_required from platform.organizations where id = $2), false) as required`,
    [principal.id, organizationId],
  )
  if (state === undefined) throw new Error('The state of the second factor was not read')
  return state
}
