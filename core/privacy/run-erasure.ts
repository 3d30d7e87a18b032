import type { PlatformDatabase } from '../database/data-access.ts'
import { markRemoved } from '../files/file-records.ts'
import { discard, type FileDependencies } from '../files/store-file.ts'
import { eraseTraces, findRemaining } from './erase-traces.ts'
import { forgetTasks } from '../tasks/task-records.ts'
import { effectiveHold } from './legal-holds.ts'
import { erasePlatformRecords } from './platform-erasure.ts'
import { forgetRequests, type ClaimedRequest } from './privacy-requests.ts'
import type { Participant } from './participants.ts'
import type { ModuleReport, PrivacyReport } from './privacy-report.ts'
import type { RequestRun } from './request-run.ts'

export interface ErasureDependencies {
  readonly platform: PlatformDatabase
  readonly files: FileDependencies
}

/**
 * Erases a person: each module's part, the platform's own, then the traces. Each step is written down when it is done,
 * so that a run which was cut off goes on after it; every step may also safely be done again.
 * @param requestId under which modules erase in this run
 */
export async function runErasure(
  { platform, files }: ErasureDependencies,
  request: ClaimedRequest,
  participants: readonly Participant[],
  run: RequestRun,
  requestId: string,
): Promise<void> {
  const { organizationId, subject } = request
  const hold = await effectiveHold(platform, organizationId, subject)
  if (hold !== undefined) {
    await run.finish({ status: 'refused', report: { refusal: { code: 'legal_hold', reason: hold.reason } } })
    return
  }
  let report: PrivacyReport = {
    ...request.report,
    requestIds: [...(request.report.requestIds ?? []), requestId],
  }
  await run.progress(0.01, undefined, report)

  for (const [index, participant] of participants.entries()) {
    if (isDone(report.modules?.[participant.id])) continue
    const done = await participant.run(async (privacy, ctx) => ({
      erased: await privacy.erase(ctx, subject, {
        progress: (part) => run.progress((index + part) / (participants.length + 3), participant.id),
      }),
    }))
    report = { ...report, modules: { ...report.modules, [participant.id]: done } }
    await run.progress((index + 1) / (participants.length + 3), participant.id, report)
  }

  if (report.platform === undefined) {
    report = { ...report, platform: await erasePlatformRecords(platform, organizationId, subject) }
    await run.progress(0.8, 'platform', report)
  }
  // Whose rows stand in a file that was made from a list, and what it was searched by, is not looked for: all of them go.
  const exported = await forgetTasks(platform, organizationId, { kind: 'export' })
  await removeArchives(files, organizationId, [
    ...(await forgetRequests(platform, organizationId, subject)),
    ...exported.flatMap(({ fileId }) => (fileId === null ? [] : [fileId])),
  ])
  const traces = await eraseTraces(platform, organizationId, subject, report.requestIds ?? [])
  report = {
    ...report,
    traces: sum(report.traces, traces),
    remaining: await findRemaining(platform, organizationId, subject),
  }
  await run.progress(0.95, 'traces', report)

  const unfinished = Object.values(report.modules ?? {}).some(
    ({ status }) => status === 'failed' || status === 'code_missing',
  )
  // What is still to be done needs to know for whom; otherwise the request forgets them too.
  if (unfinished) await run.finish({ status: 'incomplete', report })
  else await run.finish({ report, subject: {} })
}

const isDone = (report: ModuleReport | undefined): boolean =>
  report?.status === 'done' || report?.status === 'no_personal_data'

function sum(
  before: Readonly<Record<string, number>> = {},
  now: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(Object.entries(now).map(([name, count]) => [name, count + (before[name] ?? 0)]))
}

/** What was exported about the person earlier goes, too. */
async function removeArchives(
  files: FileDependencies,
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  const removed = await files.platform.transaction((query) =>
    markRemoved(query, `f.organization_id = $1 and f.id = any ($2::uuid[]) and f.plugin_id = 'platform'`, [
      organizationId,
      ids,
    ]),
  )
  for (const file of removed) await discard(files, file)
}
