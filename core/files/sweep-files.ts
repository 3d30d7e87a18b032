import type { Logger } from '@wasla/sdk'
import { Interval } from '../jobs/interval.ts'
import { markRemoved } from './file-records.ts'
import { discard, type FileDependencies } from './store-file.ts'

const BATCH = 200

/**
 * Removes uploads that nobody writes any more, files that have expired, those whose removal was cut off, and those of
 * organizations that are gone. Any number of hosts may do it at once.
 * @param abandonedAfter minutes without a sign of the writer
 */
export async function sweepFiles(
  dependencies: Pick<FileDependencies, 'platform' | 'storage' | 'log'>,
  abandonedAfter = 10,
): Promise<number> {
  const { platform, log } = dependencies
  await platform.transaction((query) =>
    markRemoved(
      query,
      `f.id in (
    select e.id from platform.files e where e.status = 'stored' and (e.expires_at <= now()
      or not exists (select from platform.organizations o where o.id = e.organization_id))
    limit ${BATCH} for update skip locked)`,
      [],
    ),
  )
  // First out of the writers' reach: one that was only slow must not find its row stored and its object gone.
  const left = await platform.asSystem<{ id: string; storageKey: string }>(
    `update platform.files f set status = 'removed', touched_at = now()
     where f.id in (
       select e.id from platform.files e
       where (e.status = 'pending' and e.touched_at < now() - $1 * interval '1 minute')
         or (e.status = 'removed' and e.touched_at < now() - interval '1 minute')
       limit ${BATCH} for update skip locked)
     returning f.id, f.storage_key as "storageKey"`,
    [abandonedAfter],
  )
  let swept = 0
  for (const file of left) {
    try {
      await discard(dependencies, file)
      swept += 1
    } catch (error) {
      log.warn({ err: error, file: file.id }, 'A file could not be removed and is tried again later')
    }
  }
  return swept
}

/** Sweeps in the background, for as long as the host runs. */
export function createFileSweeper(
  dependencies: Pick<FileDependencies, 'platform' | 'storage'> & {
    readonly log: Logger
    readonly pauseMs?: number
  },
): Interval {
  const { log } = dependencies
  return new Interval(
    () =>
      sweepFiles(dependencies).then(
        () => undefined,
        (error: unknown) => log.warn({ err: error }, 'Files could not be swept and are tried again later'),
      ),
    dependencies.pauseMs ?? 60_000,
  )
}
