import type { PlatformDatabase } from '../../database/data-access.ts'
import type { UserChanges } from './account.schema.ts'

/** Changes what the person says about themselves; what is left out stays. */
export async function updateCurrentUser(
  platform: PlatformDatabase,
  userId: string,
  { fullName, language, timeZone }: UserChanges,
): Promise<void> {
  await platform.asSystem(
    `update platform.users set
       full_name = coalesce($2, full_name),
       language = case when $3 then $4 else language end,
       time_zone = case when $5 then $6 else time_zone end
     where id = $1`,
    [
      userId,
      fullName ?? null,
      language !== undefined,
      language ?? null,
      timeZone !== undefined,
      timeZone ?? null,
    ],
  )
}
