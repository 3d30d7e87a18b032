import type { PlatformDatabase } from '../database/data-access.ts'
import type { PrivacyReport } from './privacy-report.ts'
import { LEASE_SECONDS, updateRequest, type ClaimedRequest, type RequestChange } from './privacy-requests.ts'

/** Another worker has the request by now; this one must not go on. */
export class LeaseLostError extends Error {}

/** The way of a run to tell how far it is, under its lease. */
export interface RequestRun {
  /** Aborted when the lease is lost or the host stops. */
  readonly signal: AbortSignal
  progress(fraction: number, message?: string, report?: PrivacyReport): Promise<void>
  /** Default status: `completed`. */
  finish(change: RequestChange): Promise<void>
}

/** Renews the lease until the run is over. @param stopping aborted when the host stops @throws LeaseLostError from every method once it is lost */
export async function withLease(
  platform: PlatformDatabase,
  request: ClaimedRequest,
  stopping: AbortSignal,
  work: (run: RequestRun) => Promise<void>,
): Promise<void> {
  const lost = new AbortController()
  const change = async (values: RequestChange): Promise<void> => {
    if (await updateRequest(platform, request, values)) return
    lost.abort()
    throw new LeaseLostError('The request is worked on elsewhere')
  }
  const renewal = setInterval(() => void change({}).catch(() => undefined), (LEASE_SECONDS * 1000) / 3)
  try {
    await work({
      signal: AbortSignal.any([lost.signal, stopping]),
      progress: (progress, message, report) => change({ progress, message, report }),
      finish: (values) => change({ status: 'completed', progress: 1, ...values }),
    })
  } finally {
    clearInterval(renewal)
  }
}
