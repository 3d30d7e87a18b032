import { z } from 'zod'
import { setting } from './setting.ts'
import { postgresUrl, wholeNumber, yesOrNo } from './setting-types.ts'

/** Where the data lies, and by which logins. */
export const database = z.object({
  url: setting(
    {
      variable: 'DATABASE_URL',
      description: 'The PostgreSQL 18 server to use.',
      example: 'postgresql://wasla:password@db.example.com:5432/wasla',
      unset: 'an embedded PostgreSQL in WASLA_DATA_DIR',
      secret: 'url',
    },
    postgresUrl.optional(),
  ),
  adminUrl: setting(
    {
      variable: 'DATABASE_ADMIN_URL',
      description:
        'The login that migrates: it creates schemas and roles. With it, the login of DATABASE_URL needs no privileges.',
      example: 'postgresql://postgres:password@db.example.com:5432/wasla',
      unset: 'DATABASE_URL migrates too',
      secret: 'url',
    },
    postgresUrl.optional(),
  ),
  directUrl: setting(
    {
      variable: 'DATABASE_DIRECT_URL',
      description:
        'A connection past PgBouncer for LISTEN, advisory locks and migrations; needed with DATABASE_POOLED.',
      example: 'postgresql://wasla:password@db.example.com:5432/wasla',
      unset: 'DATABASE_URL',
      secret: 'url',
    },
    postgresUrl.optional(),
  ),
  replicaUrl: setting(
    {
      variable: 'DATABASE_REPLICA_URL',
      description: 'A read replica for reads.',
      example: 'postgresql://wasla:password@replica.example.com:5432/wasla',
      unset: 'reads use DATABASE_URL',
      secret: 'url',
    },
    postgresUrl.optional(),
  ),
  pooled: setting(
    {
      variable: 'DATABASE_POOLED',
      description: 'DATABASE_URL leads through PgBouncer in transaction mode: statements stay unnamed.',
      example: 'true',
    },
    yesOrNo.default(false),
  ),
  poolSize: setting(
    {
      variable: 'DATABASE_POOL_SIZE',
      description: 'The most connections one host opens for requests.',
      example: '20',
    },
    wholeNumber(1, 1000).default(10),
  ),
})
