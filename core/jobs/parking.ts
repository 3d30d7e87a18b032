import type { PlatformDatabase } from '../database/data-access.ts'

export interface ParkRequest {
  readonly queue: string
  readonly id: string
  readonly attempt: number
  readonly module: string
  readonly keepDays: number
}

/** `active`: the module is on by now. `gone`: another attempt holds the job. */
export type ParkAnswer = 'parked' | 'active' | 'gone'

const BATCH = 1000

/** Moves a claimed job of a module that is off into the platform's own table. */
export async function parkJob(
  platform: PlatformDatabase,
  { queue, id, attempt, module, keepDays }: ParkRequest,
): Promise<ParkAnswer> {
  const [row] = await platform.asSystem<{ answer: ParkAnswer }>(
    'select platform.park_job($1, $2, $3, $4, $5) as answer',
    [queue, id, attempt, module, keepDays],
  )
  return row?.answer ?? 'gone'
}

/** Sends what was parked for a module again: same ids, oldest first. Returns how many. Idempotent. */
export async function unparkModule(
  platform: PlatformDatabase,
  organizationId: string,
  module: string,
): Promise<number> {
  for (let total = 0; ; ) {
    const [row] = await platform.asSystem<{ released: number }>(
      'select platform.unpark_jobs($1, $2, $3) as released',
      [organizationId, module, BATCH],
    )
    total += row?.released ?? 0
    if ((row?.released ?? 0) < BATCH) return total
  }
}

/** Finds what was parked while the module was being switched on, and removes what waited too long. */
export async function sweepParked(platform: PlatformDatabase): Promise<number> {
  await platform.asSystem('delete from platform.parked_jobs where expires_at < now()')
  const modules = await platform.asSystem<{ organization_id: string; module_id: string }>(
    `select distinct p.organization_id, p.module_id from platform.parked_jobs p
     join platform.organization_modules m
       on m.organization_id = p.organization_id and m.module_id = p.module_id and m.active`,
  )
  let released = 0
  for (const { organization_id, module_id } of modules)
    released += await unparkModule(platform, organization_id, module_id)
  return released
}
