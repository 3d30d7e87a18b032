import type { PlatformDatabase } from '../database/data-access.ts'
import type { ClaimedJob, JobEnvelope } from './envelope.ts'
import type { QueueTask } from './task.ts'

/** Where a claim begins: behind this organization. The ids sort as texts, so the empty one is the beginning. */
export const BEGINNING = ''

export interface Claim {
  readonly jobs: readonly ClaimedJob[]
  /** The organization behind which there may be more; `BEGINNING` when the end was reached. */
  readonly next: string
}

interface ClaimRow {
  readonly id: string | null
  readonly data: JobEnvelope
  readonly attempt: number
  readonly visited: string | null
}

/** Claims due jobs of one queue, of as many organizations as there is room, each up to its cap over all hosts. */
export async function claimJobs(
  platform: PlatformDatabase,
  { queue, perOrganization }: Pick<QueueTask, 'queue' | 'perOrganization'>,
  room: number,
  after: string,
  leaveOut: readonly string[],
): Promise<Claim> {
  const rows = await platform.asSystem<ClaimRow>(
    'select id, data, attempt, visited from platform.claim_jobs($1, $2, $3, $4, $5)',
    [queue, room, perOrganization, after, leaveOut],
  )
  return {
    jobs: rows.flatMap(({ id, data, attempt }) =>
      id === null ? [] : [{ id, queue, retryCount: attempt, envelope: data }],
    ),
    next: rows[0]?.visited ?? BEGINNING,
  }
}
