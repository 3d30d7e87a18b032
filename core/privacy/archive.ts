import { PassThrough, type Readable } from 'node:stream'
import type { ZipArchive } from 'archiver'
import type { PersonalRecords } from '@wasla/sdk'
import type { FileRecord } from '../files/file-records.ts'

/** All that goes into the archive, by module. */
export interface ArchiveContent {
  readonly about: object
  readonly records: Readonly<Record<string, readonly PersonalRecords[]>>
  readonly files: readonly FileRecord[]
}

/**
 * A zip archive: `data.json` with everything, and the files as they are. Written while it is read; at most one file is
 * open at a time.
 */
export function createArchive(
  { about, records, files }: ArchiveContent,
  readFile: (file: FileRecord) => Promise<Readable>,
): Readable {
  const result = new PassThrough()
  const fill = async () => {
    // Loaded for the few who ask for their data, and not by every host that starts.
    const { ZipArchive: Archive } = await import('archiver')
    if (result.destroyed) return
    const archive = new Archive({ zlib: { level: 6 } })
    archive.on('error', (error: Error) => result.destroy(error))
    result.on('close', () => archive.abort())
    archive.pipe(result)
    archive.append(JSON.stringify({ about, ...records }, null, 2), { name: 'data.json' })
    await addFiles(archive, files, readFile)
    await archive.finalize()
  }
  fill().catch((error: Error) => result.destroy(error))
  return result
}

async function addFiles(
  archive: ZipArchive,
  files: readonly FileRecord[],
  readFile: (file: FileRecord) => Promise<Readable>,
): Promise<void> {
  for (const file of files) {
    const body = await readFile(file)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    body.once('error', reject)
    body.once('end', resolve)
    body.once('close', resolve)
    archive.append(body, { name: `files/${file.plugin}/${file.id}-${file.name}`, date: file.createdAt })
    await promise
  }
}
