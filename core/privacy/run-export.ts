import type { PersonalRecords } from '@wasla/sdk'
import type { FileDependencies } from '../files/store-file.ts'
import { storeFile } from '../files/store-file.ts'
import { findFile, type FileRecord } from '../files/file-records.ts'
import { createArchive } from './archive.ts'
import { exportPlatformRecords } from './platform-export.ts'
import type { Participant } from './participants.ts'
import type { ModuleReport } from './privacy-report.ts'
import type { ClaimedRequest } from './privacy-requests.ts'
import type { RequestRun } from './request-run.ts'

const KEPT_DAYS = 7

export interface ExportDependencies {
  readonly files: FileDependencies
}

/** Gathers what every module and the platform hold about the person into one archive, kept for a week. */
export async function runExport(
  { files }: ExportDependencies,
  request: ClaimedRequest,
  participants: readonly Participant[],
  run: RequestRun,
): Promise<void> {
  const { organizationId, subject } = request
  const { platform, storage, options } = files
  const records: Record<string, readonly PersonalRecords[]> = {}
  const modules: Record<string, ModuleReport> = {}
  for (const [index, participant] of participants.entries()) {
    await run.progress(index / (participants.length + 2), participant.id)
    modules[participant.id] = await participant.run(async (privacy, ctx) => {
      const exported = await privacy.export(ctx, subject, {
        progress: (part) => run.progress((index + part) / (participants.length + 2), participant.id),
      })
      records[participant.id] = exported
      return {
        exported: Object.fromEntries(exported.map(({ type, records: found }) => [type, found.length])),
      }
    })
  }
  records['platform'] = await exportPlatformRecords(platform, organizationId, subject)
  await run.progress(1 - 1 / (participants.length + 2), 'archive')

  const attached = await findAttached(files, organizationId, records)
  const about = { person: subject, organizationId, at: new Date().toISOString(), modules }
  const name = `personal-data-${new Date().toISOString().slice(0, 10)}.zip`
  // What somebody has a right to is not refused because a shelf is full.
  const unlimited = { ...files, options: { ...options, maxSize: Infinity, quota: Number.MAX_SAFE_INTEGER } }
  const archive = await storeFile(
    unlimited,
    { organizationId, plugin: 'platform', uploadedBy: null },
    {
      name,
      contentType: 'application/zip',
      body: createArchive({ about, records, files: attached }, (file) => storage.read(file.storageKey)),
      expiresAt: new Date(Date.now() + KEPT_DAYS * 86_400_000),
    },
  )
  await run.finish({ report: { modules }, fileId: archive.id })
}

/** The files that modules name as the person's; a module can only name its own. */
async function findAttached(
  { platform }: FileDependencies,
  organizationId: string,
  records: Readonly<Record<string, readonly PersonalRecords[]>>,
): Promise<FileRecord[]> {
  const attached: FileRecord[] = []
  for (const [plugin, parts] of Object.entries(records)) {
    for (const id of new Set(parts.flatMap(({ files = [] }) => files))) {
      const file = await findFile(platform, organizationId, id)
      if (file?.plugin === plugin) attached.push(file)
    }
  }
  return attached
}
