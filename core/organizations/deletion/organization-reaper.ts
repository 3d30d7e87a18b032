import type { HostLogger } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { Interval } from '../../jobs/interval.ts'
import { purgeOrganizations } from './purge-organizations.ts'

const PAUSE = 10 * 60_000

/** Looks now and then whether an organization's time of grace is over. Any number of hosts may do so. */
export function createOrganizationReaper(platform: PlatformDatabase, log: HostLogger): Interval {
  return new Interval(async () => {
    try {
      await purgeOrganizations(platform, log)
    } catch (error) {
      log.warn({ err: error }, 'Deleting an organization failed and is tried again later')
    }
  }, PAUSE)
}
