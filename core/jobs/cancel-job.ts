import type { PlatformDatabase } from '../database/data-access.ts'
import { announceCancelled } from './wake-up.ts'
import { announceWorked } from './work-notices.ts'

/**
 * Cancels a job that has not ended: one that runs hears it by its signal, one that waits or is parked never runs.
 * @returns false when there is no such job any more
 */
export async function cancelJob(
  platform: PlatformDatabase,
  id: string,
  organizationId?: string,
): Promise<boolean> {
  const [cancelled] = await platform.asSystem<{ ran: boolean; organization: string }>(
    `with unparked as (
       delete from platform.parked_jobs p where p.id = $1 and ($2::uuid is null or p.organization_id = $2)
       returning p.organization_id::text as organization
     ), found as (
       select j.name, j.id, j.state = 'active' as ran from pgboss.job j
       where j.name = any (select queue from platform.job_queues) and j.id = $1 and j.state < 'completed'
         and ($2::uuid is null or j.group_id = $2::text)
       for update of j
     ), cancelled as (
       update pgboss.job j set state = 'cancelled', completed_on = pgboss.job_now()
       from found f where j.name = f.name and j.id = f.id
       returning f.ran, j.group_id as organization
     )
     select ran, organization from cancelled union all select false, organization from unparked`,
    [id, organizationId ?? null],
  )
  if (cancelled === undefined) return false
  if (cancelled.ran) await announceCancelled(platform, id)
  await announceWorked(platform, { kind: 'jobs', organizationId: cancelled.organization })
  return true
}
