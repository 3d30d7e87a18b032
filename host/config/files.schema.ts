import { z } from 'zod'
import { setting } from './setting.ts'
import { origin, storageSize } from './setting-types.ts'

/** Where files are kept, and how many. */
export const files = z.object({
  storage: setting(
    {
      variable: 'FILES_STORAGE',
      description:
        'Where files are kept: disk is `files` in WASLA_DATA_DIR, which hosts of one database must share; s3 is a bucket.',
      example: 's3',
    },
    z.enum(['disk', 's3'], 'is neither disk nor s3').default('disk'),
  ),
  maxSize: setting(
    {
      variable: 'FILES_MAX_SIZE',
      description: 'The largest file that is accepted, in bytes or with kb, mb or gb.',
      example: '25mb',
      unset: '`100mb`',
    },
    storageSize.default(100 * 1024 ** 2),
  ),
  quota: setting(
    {
      variable: 'FILES_QUOTA',
      description: 'How much one organization may keep, in bytes or with kb, mb or gb.',
      example: '50gb',
      unset: '`10gb`',
    },
    storageSize.default(10 * 1024 ** 3),
  ),
  s3: z.object({
    bucket: setting(
      {
        variable: 'FILES_S3_BUCKET',
        description: 'The bucket; needed with FILES_STORAGE=s3, as are its keys.',
        example: 'wasla-files',
        unset: 'none',
      },
      z.string().optional(),
    ),
    region: setting(
      { variable: 'FILES_S3_REGION', description: 'The region of the bucket.', example: 'eu-central-1' },
      z.string().default('us-east-1'),
    ),
    endpoint: setting(
      {
        variable: 'FILES_S3_ENDPOINT',
        description: 'The address of a service that speaks S3.',
        example: 'https://storage.example.com',
        unset: "Amazon's",
      },
      origin.optional(),
    ),
    accessKeyId: setting(
      {
        variable: 'FILES_S3_ACCESS_KEY_ID',
        description: 'The id of the key that may read and write the bucket.',
        example: 'AKIAIOSFODNN7EXAMPLE',
        unset: 'none',
      },
      z.string().optional(),
    ),
    secretAccessKey: setting(
      {
        variable: 'FILES_S3_SECRET_ACCESS_KEY',
        description: 'The key itself.',
        example: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        unset: 'none',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
})
