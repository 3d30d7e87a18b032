import { resolve } from 'node:path'
import { z } from 'zod'
import { accounts } from './accounts.schema.ts'
import { database } from './database.schema.ts'
import { files } from './files.schema.ts'
import { http } from './http.schema.ts'
import { mail } from './mail.schema.ts'
import { outbound } from './outbound.schema.ts'
import { commaSeparated, wholeNumber } from './setting-types.ts'
import { setting } from './setting.ts'
import { signIn } from './sign-in.schema.ts'
import { sms } from './sms.schema.ts'

const runtime = z.object({
  dataDirectory: setting(
    {
      variable: 'WASLA_DATA_DIR',
      description: 'The directory of the embedded database and of files; relative to the working directory.',
      example: '/srv/wasla',
      unset: '`.wasla`',
    },
    z
      .string()
      .default('.wasla')
      .transform((path) => resolve(path)),
  ),
  role: setting(
    {
      variable: 'WASLA_ROLE',
      description: 'What this host does: web answers requests, worker runs jobs, all does both.',
      example: 'worker',
    },
    z.enum(['web', 'worker', 'all'], 'is none of web, worker and all').default('all'),
  ),
  logLevel: setting(
    { variable: 'LOG_LEVEL', description: 'The least severe messages to log.', example: 'debug' },
    z
      .enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
        'is none of fatal, error, warn, info, debug, trace and silent',
      )
      .default('info'),
  ),
  mode: setting(
    {
      variable: 'WASLA_MODE',
      description:
        'What the host is for: development adds GraphiQL and checks every response against its schema.',
      example: 'development',
    },
    z.enum(['production', 'development'], 'is neither production nor development').default('production'),
  ),
  encryptionKeys: setting(
    {
      variable: 'WASLA_ENCRYPTION_KEYS',
      description:
        'Keys that encrypt secrets at rest: 32 bytes each in base64, separated by commas; the first one encrypts, all of them decrypt. Hosts of one database need the same.',
      example: 'bWFkZSB3aXRoIG9wZW5zc2wgcmFuZCAtYmFzZTY0IDM=',
      unset:
        'made and kept in WASLA_DATA_DIR with an embedded database; without one, secrets cannot be stored',
      secret: true,
    },
    commaSeparated(
      z.string().refine((key) => Buffer.from(key, 'base64').length === 32, 'is not 32 bytes in base64'),
    ).default([]),
  ),
  stopTimeout: setting(
    {
      variable: 'STOP_TIMEOUT',
      description: 'Seconds that running requests and jobs have to finish once the host is asked to stop.',
      example: '60',
    },
    wholeNumber(1, 3600).default(30),
  ),
})

const work = z.object({
  jobs: setting(
    {
      variable: 'WASLA_JOBS',
      description: 'How many jobs and deliveries of events this host runs at once.',
      example: '50',
    },
    wholeNumber(1, 1000).default(20),
  ),
  singletons: setting(
    {
      variable: 'WASLA_SINGLETONS',
      description:
        'How many long-running services this host holds at most; what is above runs on other hosts.',
      example: '200',
    },
    wholeNumber(0, 100_000).default(1000),
  ),
  eventLogDays: setting(
    {
      variable: 'WASLA_EVENT_LOG_DAYS',
      description:
        'Days that events stay in the log, for replay and for those who come back; whole months go at once.',
      example: '90',
    },
    wholeNumber(40, 3650).default(400),
  ),
})

/** The whole configuration of a host; every leaf is read from one environment variable. */
export const configSchema = z.object({
  http,
  database,
  files,
  mail,
  sms,
  accounts,
  outbound,
  signIn,
  work,
  runtime,
})

/** Frozen by convention: loaded once at start, passed down, never read from the environment again. */
export type Config = z.output<typeof configSchema>
