import type { PlatformDatabase } from '../database/data-access.ts'
import type { ClaimedJob, JobEnvelope } from './envelope.ts'
import { toObstacle, type Obstacle, type ObstacleColumns } from './obstacle.ts'
import type { QueueTask } from './task.ts'

/** Where a claim begins: behind this organization. The ids sort as texts, so the empty one is the beginning. */
export const BEGINNING = ''

export interface Claim {
  readonly jobs: readonly ClaimedJob[]
  /** What stands in the way of them, by job id. */
  readonly obstacles: ReadonlyMap<string, Obstacle>
  /** The organization behind which there may be more; `BEGINNING` when the end was reached. */
  readonly next: string
}

interface ClaimRow extends ObstacleColumns {
  readonly id: string | null
  readonly data: JobEnvelope
  readonly attempt: number
  readonly visited: string | null
}

const JOBS =
  'select id, data, attempt, visited, false as done, null as awaits, null as awaited_state from platform.claim_jobs($1, $2, $3, $4, $5)'
const DELIVERIES =
  'select id, data, attempt, visited, done, awaits, awaited_state from platform.claim_deliveries($1, $2, $3, $4, $5, $6)'

/** Claims due jobs of one queue, of as many organizations as there is room, each up to its cap over all hosts. */
export async function claimJobs(
  platform: PlatformDatabase,
  { queue, perOrganization, subscriber }: Pick<QueueTask, 'queue' | 'perOrganization' | 'subscriber'>,
  room: number,
  after: string,
  leaveOut: readonly string[],
): Promise<Claim> {
  const values = [queue, room, perOrganization, after, leaveOut]
  const rows = await (subscriber === undefined
    ? platform.asSystem<ClaimRow>(JOBS, values)
    : platform.asSystem<ClaimRow>(DELIVERIES, [...values, subscriber]))
  const jobs: ClaimedJob[] = []
  const obstacles = new Map<string, Obstacle>()
  for (const { id, data, attempt, ...columns } of rows) {
    if (id === null) continue
    jobs.push({ id, queue, retryCount: attempt, envelope: data })
    const obstacle = toObstacle(columns)
    if (obstacle !== undefined) obstacles.set(id, obstacle)
  }
  return { jobs, obstacles, next: rows[0]?.visited ?? BEGINNING }
}
