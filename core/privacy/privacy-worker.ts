import { randomUUID } from 'node:crypto'
import { isWaslaError } from '@wasla/sdk'
import type { Gate } from '../tenancy/gate.ts'
import type { FileDependencies } from '../files/store-file.ts'
import { Interval } from '../jobs/interval.ts'
import { LeaseLostError } from '../jobs/lease.ts'
import { messageOf } from '../kernel/kernel-error.ts'
import { findParticipants, type ParticipantDependencies } from './participants.ts'
import { claimRequest, updateRequest, type ClaimedRequest } from './privacy-requests.ts'
import { withLease } from './request-run.ts'
import { runErasure } from './run-erasure.ts'
import { runExport } from './run-export.ts'

export interface PrivacyWorkerDependencies extends ParticipantDependencies {
  readonly gate: Gate
  readonly files: FileDependencies
}

const ATTEMPTS = 5
const PAUSE_MS = 1_000

/** Works on the requests of all organizations, one at a time per host, oldest first. */
export function createPrivacyWorker(
  dependencies: PrivacyWorkerDependencies,
): Pick<Interval, 'start' | 'stop'> {
  const stopping = new AbortController()
  const interval = new Interval(
    () =>
      workOff(dependencies, stopping.signal).catch((error: unknown) =>
        dependencies.log.warn({ err: error }, 'Privacy requests could not be fetched; trying again'),
      ),
    PAUSE_MS,
  )
  return {
    start: () => interval.start(),
    stop: () => {
      stopping.abort()
      return interval.stop()
    },
  }
}

/** Works until nothing waits, or the host stops. */
async function workOff(dependencies: PrivacyWorkerDependencies, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const request = await claimRequest(dependencies.platform)
    if (request === undefined) return
    await attempt(dependencies, request, stopping)
  }
}

async function attempt(
  dependencies: PrivacyWorkerDependencies,
  request: ClaimedRequest,
  stopping: AbortSignal,
): Promise<void> {
  const { platform, log } = dependencies
  const { id, organizationId, attempts } = request
  const requestLog = log.child({ organization: organizationId, privacyRequest: id })
  try {
    await withLease(platform, request, stopping, async (run) => {
      const requestId = randomUUID()
      const scope = {
        organizationId,
        active: await dependencies.gate.activeModules(organizationId),
        request: {
          requestId,
          correlationId: requestId,
          causationId: null,
          depth: 0,
          log: requestLog,
          signal: run.signal,
        },
      }
      const participants = await findParticipants({ ...dependencies, log: requestLog }, scope)
      if (request.kind === 'export') await runExport(dependencies, request, participants, run)
      else await runErasure(dependencies, request, participants, run, requestId)
    })
  } catch (error) {
    if (error instanceof LeaseLostError) return
    if (stopping.aborted) {
      // Not its fault: another host takes it up at once.
      await updateRequest(platform, request, { status: 'waiting', retryAfter: 0 })
      return
    }
    requestLog.warn({ err: error, attempt: attempts }, 'An attempt at a privacy request failed')
    const message = isWaslaError(error)
      ? messageOf(error)
      : 'Something unexpected went wrong; the log of the host tells what.'
    await updateRequest(
      platform,
      request,
      attempts < ATTEMPTS
        ? { status: 'waiting', message, retryAfter: 2 ** attempts }
        : { status: 'incomplete', message },
    )
  }
}
