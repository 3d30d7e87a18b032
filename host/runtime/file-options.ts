import { join } from 'node:path'
import type { PlatformOptions } from '@wasla/core'
import type { Config } from '../config/config.schema.ts'
import { StartError } from '../start-error.ts'

/** Where files are kept and how much. @throws StartError `file_storage_incomplete` */
export function fileOptions({ files, runtime }: Config): PlatformOptions['files'] {
  const { maxSize, quota, s3 } = files
  if (files.storage === 'disk') {
    return { storage: { kind: 'disk', directory: join(runtime.dataDirectory, 'files') }, maxSize, quota }
  }
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = s3
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    throw new StartError(
      'file_storage_incomplete',
      'FILES_STORAGE is s3, but where the bucket is and how to open it is not said, so no file could be kept; set FILES_S3_BUCKET, FILES_S3_ACCESS_KEY_ID and FILES_S3_SECRET_ACCESS_KEY.',
    )
  }
  return { storage: { kind: 's3', bucket, region, endpoint, accessKeyId, secretAccessKey }, maxSize, quota }
}
