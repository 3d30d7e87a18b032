import { forbidden } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Session } from '../../identity/session.ts'

/** Whether it is one of the platform's own staff, and as themselves. */
export async function isOperator(
  platform: PlatformDatabase,
  { principal, impersonatedBy }: Session,
): Promise<boolean> {
  if (principal.kind !== 'user' || impersonatedBy !== undefined) return false
  const operators = await platform.asSystem(
    `select 1 from platform.operators o join platform.users u on u.id = o.user_id
     where o.user_id = $1 and u.suspended_at is null`,
    [principal.id],
  )
  return operators.length > 0
}

/** @throws forbidden `operators_only` */
export async function assertOperator(platform: PlatformDatabase, session: Session): Promise<void> {
  if (await isOperator(platform, session)) return
  throw forbidden(
    'operators_only',
    'Only an operator of this platform may do this; whoever runs it adds one by "wasla operator add <e-mail>".',
  )
}
