import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isWaslaError, unavailable } from '@wasla/sdk'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type { StorageOptions } from './file-options.ts'

/** Keeps the bytes. What it throws on a full disk is told apart. */
export interface ObjectStorage {
  /** Resolves once the object is whole and will survive a power cut. @throws unavailable `storage_full`, `storage_failed` */
  write(key: string, body: Readable): Promise<void>
  /** @throws unavailable `storage_failed` */
  read(key: string): Promise<Readable>
  /** Idempotent. @throws unavailable `storage_failed` */
  remove(key: string): Promise<void>
}

export async function createObjectStorage(options: StorageOptions): Promise<ObjectStorage> {
  if (options.kind === 'disk') return diskStorage(options.directory)
  return remoteStorage(new Disk(await s3Driver(options)))
}

function diskStorage(directory: string): ObjectStorage {
  const disk = new Disk(new FSDriver({ location: directory, visibility: 'private' }))
  return {
    ...remoteStorage(disk),
    // The driver tells of a stream only that it was aborted, and not that the disk is full; nor does it wait for the disk.
    write: (key, body) =>
      withStorageErrors(async () => {
        const path = join(directory, key)
        await mkdir(dirname(path), { recursive: true })
        await pipeline(body, createWriteStream(path, { flush: true }))
      }),
  }
}

function remoteStorage(disk: Disk): ObjectStorage {
  return {
    write: (key, body) =>
      withStorageErrors(() =>
        withSpooled(body, (path, contentLength) =>
          disk.putStream(key, createReadStream(path), { contentLength }).catch(storageFailed),
        ),
      ),
    read: (key) => disk.getStream(key).catch(storageFailed),
    remove: (key) => disk.delete(key).catch(storageFailed),
  }
}

function storageFailed(cause: unknown): never {
  throw unavailable(
    'storage_failed',
    'The storage that keeps the files did not do what it was asked, so nothing was changed there; try again later.',
    { cause },
  )
}

/** S3 wants to know the length before the first byte; an upload knows it after the last. */
async function withSpooled(
  body: Readable,
  work: (path: string, size: number) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-upload-'))
  try {
    const path = join(directory, 'body')
    await pipeline(body, createWriteStream(path))
    await work(path, (await stat(path)).size)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function s3Driver({
  bucket,
  region,
  endpoint,
  accessKeyId,
  secretAccessKey,
}: Extract<StorageOptions, { kind: 's3' }>) {
  const { S3Driver } = await import('flydrive/drivers/s3').catch((cause: unknown) => {
    throw unavailable(
      'storage_driver_missing',
      'Files are to be kept in S3, but @aws-sdk/client-s3 and @aws-sdk/s3-request-presigner are not installed on this host; install them, or use FILES_STORAGE=disk.',
      { cause },
    )
  })
  return new S3Driver({
    credentials: { accessKeyId, secretAccessKey },
    region,
    bucket,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    visibility: 'private',
    supportsACL: false,
    // Services that only speak S3 often keep the checksum that newer clients append as a part of the object.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

async function withStorageErrors(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const chain = causes(error)
    const refused = chain.find(isWaslaError)
    if (refused !== undefined) throw refused
    if (chain.some((cause) => FULL.has((cause as NodeJS.ErrnoException).code ?? ''))) {
      throw unavailable(
        'storage_full',
        'There is no room left where files are kept, so this one was not stored; nothing that was stored before is touched. Free some space and send it again.',
        { cause: error },
      )
    }
    throw error
  }
}

/** An error and what it wraps, outermost first. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at)
  return chain
}
