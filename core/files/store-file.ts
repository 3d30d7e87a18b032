import { forbidden, invalid, notFound, unavailable, type FileInput, type Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { isAccepted, sniffContentType } from './content-type.ts'
import type { FileOptions } from './file-options.ts'
import { cleanFileName } from './file-name.ts'
import {
  deleteRecord,
  insertPending,
  markStored,
  readUsage,
  touchPending,
  type FileRecord,
  type PendingFile,
} from './file-records.ts'
import { MeasuredBody } from './measured-body.ts'
import type { ObjectStorage } from './object-storage.ts'
import type { FindScanners, ScannedFile } from './scan-file.ts'
import { scanFile } from './scan-file.ts'

export interface FileDependencies {
  readonly platform: PlatformDatabase
  readonly storage: ObjectStorage
  readonly options: FileOptions
  readonly scanners: FindScanners
  readonly log: Logger
}

const TOUCH_MS = 60_000

/**
 * Writes the row, then the object, then makes both count. Whatever ends it in between, at most a pending row and its
 * object are left, which nobody sees and the sweep removes.
 */
export async function storeFile(
  dependencies: FileDependencies,
  owner: Pick<PendingFile, 'organizationId' | 'plugin' | 'uploadedBy'>,
  input: FileInput,
): Promise<FileRecord> {
  const { platform, storage, options, log } = dependencies
  const { organizationId } = owner
  const body = new MeasuredBody(input.body, Math.min(input.maxSize ?? Infinity, options.maxSize))
  const name = cleanFileName(input.name)
  let pending: { id: string; storageKey: string } | undefined
  try {
    const contentType = await sniffContentType(await body.head(), input.contentType)
    if (!isAccepted(contentType, input.accept)) throw typeRefused(contentType)
    const usage = await readUsage(platform, organizationId, options.quota)
    if (usage.bytes >= usage.quota) throw quotaExceeded(usage.quota)

    pending = await insertPending(platform, { ...owner, name, expiresAt: input.expiresAt ?? null })
    const { id, storageKey } = pending
    const beat = setInterval(() => void touchPending(platform, id).catch(() => undefined), TOUCH_MS)
    await storage.write(storageKey, body.stream()).finally(() => clearInterval(beat))
    const file: ScannedFile = { name, contentType, size: body.size, read: () => storage.read(storageKey) }
    await scanFile(dependencies.scanners, organizationId, file)

    const stored = await markStored(platform, {
      id,
      organizationId,
      contentType,
      size: body.size,
      sha256: body.sha256,
      quota: options.quota,
    })
    if (stored === 'quota_exceeded') throw quotaExceeded(usage.quota)
    if (stored === 'gone')
      throw unavailable(
        'file_upload_expired',
        'The upload took so long that it was given up; send the file again.',
      )
    return stored
  } catch (error) {
    await body.cancel().catch(() => undefined)
    if (pending !== undefined)
      await discard(dependencies, pending).catch((cause: unknown) =>
        log.warn({ err: cause, file: pending?.id }, 'What is left of a failed upload is removed later'),
      )
    throw error
  }
}

/** Removes the object, then its row; what fails is done again by the sweep. */
export async function discard(
  { platform, storage }: Pick<FileDependencies, 'platform' | 'storage'>,
  { id, storageKey }: { id: string; storageKey: string },
): Promise<void> {
  await storage.remove(storageKey)
  await deleteRecord(platform, id)
}

export const fileNotFound = () =>
  notFound(
    'file_not_found',
    'There is no such file here; it was removed, has expired, or belongs to somebody else.',
  )

const typeRefused = (contentType: string) =>
  invalid(
    'file_type_refused',
    `By its content this is a file of type "${contentType}", which is not accepted here, so it was not stored.`,
    { extra: { contentType } },
  )

const quotaExceeded = (quota: number) =>
  forbidden(
    'file_quota_exceeded',
    `The organization has used up its ${quota} bytes for files, so this one was not stored; remove some, or ask for more.`,
    { extra: { quota } },
  )
