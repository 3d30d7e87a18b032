import { isWaslaError, unavailable } from '@wasla/sdk'

/** Why a run is told to end before its time: the reason of its signal. */
export const draining = (): Error =>
  unavailable(
    'host_draining',
    'The run was ended because this host is stopping; it is given back and goes on elsewhere.',
  )

export const cancelled = (): Error =>
  unavailable(
    'job_cancelled',
    'The run was ended because somebody cancelled the job; it does not come again.',
  )

export const claimLost = (): Error =>
  unavailable(
    'job_claim_lost',
    'The run was ended because this host was not heard of for too long, so that another one took the job over.',
  )

/** Whether what comes of the run is no longer this host's to write. */
export function isTakenAway({ aborted, reason }: AbortSignal): boolean {
  return (
    aborted && isWaslaError(reason) && (reason.code === 'job_cancelled' || reason.code === 'job_claim_lost')
  )
}
