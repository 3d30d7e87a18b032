import type { PlatformDatabase } from '../database/data-access.ts'
import { underLease } from '../jobs/lease.ts'
import type { PrivacyReport } from './privacy-report.ts'
import { updateRequest, type ClaimedRequest, type RequestChange } from './privacy-requests.ts'

/** The way of a run to tell how far it is, under its lease. */
export interface RequestRun {
  /** Aborted when the lease is lost or the host stops. */
  readonly signal: AbortSignal
  progress(fraction: number, message?: string, report?: PrivacyReport): Promise<void>
  /** Default status: `completed`. */
  finish(change: RequestChange): Promise<void>
}

/** Renews the lease until the run is over. @param stopping aborted when the host stops @throws LeaseLostError from every method once it is lost */
export function withLease(
  platform: PlatformDatabase,
  request: ClaimedRequest,
  stopping: AbortSignal,
  work: (run: RequestRun) => Promise<void>,
): Promise<void> {
  const write = (change: RequestChange) => updateRequest(platform, request, change)
  return underLease<RequestChange>({ write, stopping }, ({ signal, change }) =>
    work({
      signal,
      progress: (progress, message, report) => change({ progress, message, report }),
      finish: (values) => change({ status: 'completed', progress: 1, ...values }),
    }),
  )
}
