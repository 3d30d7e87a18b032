import { invalid, notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

export interface ReplayRange {
  readonly subscriber: string
  readonly from: Date
  /** Exclusive. */
  readonly until: Date
  /** Without one, all of them. */
  readonly organizationId?: string
  /** Default 10,000. */
  readonly limit?: number
}

const LIMIT = 10_000

/**
 * Delivers the events of a range to one subscriber once more, though it had them: its effects happen again. Those on
 * their way anyway are left alone. Returns how many; wake the workers after it.
 * @throws not-found `subscriber_not_found`; invalid `replay_range_empty`
 */
export async function replayEvents(
  platform: PlatformDatabase,
  { subscriber, from, until, organizationId, limit = LIMIT }: ReplayRange,
): Promise<number> {
  if (!(from < until))
    throw invalid(
      'replay_range_empty',
      'The range ends before it begins, so nothing was replayed; exchange the two times.',
    )
  const [row] = await platform.asSystem<{ replayed: number | null }>(
    'select platform.replay_events($1, $2, $3, $4, $5) as replayed',
    [subscriber, organizationId ?? null, from.toISOString(), until.toISOString(), limit],
  )
  if (row?.replayed != null) return row.replayed
  throw notFound(
    'subscriber_not_found',
    `There is no subscriber "${subscriber}", so nothing was replayed; \`wasla events lag\` lists them.`,
  )
}
