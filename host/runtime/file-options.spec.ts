import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { fileOptions } from './file-options.ts'

const s3 = {
  FILES_STORAGE: 's3',
  FILES_S3_BUCKET: 'files',
  FILES_S3_ACCESS_KEY_ID: 'id',
  FILES_S3_SECRET_ACCESS_KEY: 'key',
}

test('files lie beside the data, or in a bucket that is told completely', () => {
  expect(fileOptions(loadConfig({})).storage).toMatchObject({ kind: 'disk' })
  expect(fileOptions(loadConfig(s3)).storage).toMatchObject({ kind: 's3', bucket: 'files' })
})

test.each(['FILES_S3_BUCKET', 'FILES_S3_ACCESS_KEY_ID', 'FILES_S3_SECRET_ACCESS_KEY'])(
  'a bucket without %s is no storage',
  (missing) => {
    const { [missing as keyof typeof s3]: _left, ...rest } = s3
    expect(() => fileOptions(loadConfig(rest))).toThrow(
      expect.objectContaining({ code: 'file_storage_incomplete' }),
    )
  },
)
