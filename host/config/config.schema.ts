import { resolve } from 'node:path'
import { z } from 'zod'
import { files } from './files.schema.ts'
import { setting } from './setting.ts'
import { webhooks } from './webhooks.schema.ts'
import {
  byteSize,
  commaSeparated,
  origin,
  postgresUrl,
  proxyAddress,
  wholeNumber,
  yesOrNo,
} from './setting-types.ts'

const http = z.object({
  port: setting(
    { variable: 'PORT', description: 'The port of REST, GraphQL and the admin UI.', example: '8080' },
    wholeNumber(0, 65_535).default(3000),
  ),
  host: setting(
    {
      variable: 'HOST',
      description: 'The address to listen on; 0.0.0.0 listens on every network.',
      example: '0.0.0.0',
    },
    z
      .string()
      .regex(/^[0-9A-Za-z.:-]+$/, 'is not an address or host name')
      .default('127.0.0.1'),
  ),
  publicUrl: setting(
    {
      variable: 'PUBLIC_URL',
      description:
        'The address people open in their browser; https makes the session cookie a `__Host-` cookie.',
      example: 'https://wasla.example.com',
      unset: '`http://localhost:PORT`',
    },
    origin.optional(),
  ),
  trustProxy: setting(
    {
      variable: 'TRUST_PROXY',
      description:
        'The reverse proxies whose X-Forwarded-* headers are believed: addresses or networks, separated by commas.',
      example: '10.0.0.0/8,loopback',
      unset: 'no proxy is believed',
    },
    commaSeparated(proxyAddress).default([]),
  ),
  corsOrigins: setting(
    {
      variable: 'CORS_ORIGINS',
      description: 'The origins of other web pages whose scripts may call the API, separated by commas.',
      example: 'https://app.example.com',
      unset: 'none',
    },
    commaSeparated(origin).default([]),
  ),
  bodyLimit: setting(
    {
      variable: 'BODY_LIMIT',
      description: 'The largest request body, in bytes or with kb or mb.',
      example: '2mb',
      unset: '`1mb`',
    },
    byteSize.default(1024 ** 2),
  ),
  rateLimit: z.object({
    perAddress: setting(
      {
        variable: 'RATE_LIMIT_PER_ADDRESS',
        description: 'Requests a minute from one address without a session; 0 is no limit.',
        example: '120',
      },
      wholeNumber(0, 1_000_000).default(300),
    ),
    perOrganization: setting(
      {
        variable: 'RATE_LIMIT_PER_ORGANIZATION',
        description: 'Requests a minute of one organization, all its members together; 0 is no limit.',
        example: '12000',
      },
      wholeNumber(0, 10_000_000).default(6000),
    ),
  }),
})

const database = z.object({
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

const mail = z.object({
  smtpUrl: setting(
    {
      variable: 'SMTP_URL',
      description: 'The SMTP server that sends mails; in development they land at /dev/mailbox instead.',
      example: 'smtps://user:password@smtp.example.com:465',
      unset: 'no mail is sent',
      secret: 'url',
    },
    z
      .string()
      .refine(
        (url) => /^smtps?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''),
        'is not an address like smtp://user:password@host:587',
      )
      .optional(),
  ),
  from: setting(
    {
      variable: 'MAIL_FROM',
      description: 'Who mails are from.',
      example: 'Wasla <no-reply@example.com>',
      unset: '`Wasla <no-reply@localhost>`',
    },
    z
      .string()
      .regex(/^[^\r\n]*@[^\r\n]+$/, 'is not a mail address')
      .optional(),
  ),
})

const signIn = z.object({
  google: z.object({
    clientId: setting(
      {
        variable: 'GOOGLE_CLIENT_ID',
        description: 'The application at Google that signs people in; with GOOGLE_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Google',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'GOOGLE_CLIENT_SECRET',
        description: 'The secret of GOOGLE_CLIENT_ID.',
        example: 'made-at-google',
        unset: 'nobody signs in by Google',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
  microsoft: z.object({
    clientId: setting(
      {
        variable: 'MICROSOFT_CLIENT_ID',
        description: 'The application at Microsoft that signs people in; with MICROSOFT_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Microsoft',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'MICROSOFT_CLIENT_SECRET',
        description: 'The secret of MICROSOFT_CLIENT_ID.',
        example: 'made-at-microsoft',
        unset: 'nobody signs in by Microsoft',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
  facebook: z.object({
    clientId: setting(
      {
        variable: 'FACEBOOK_CLIENT_ID',
        description: 'The application at Facebook that signs people in; with FACEBOOK_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Facebook',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'FACEBOOK_CLIENT_SECRET',
        description: 'The secret of FACEBOOK_CLIENT_ID.',
        example: 'made-at-facebook',
        unset: 'nobody signs in by Facebook',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
})

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
      description: 'How many long-running services this host holds at most; what is above runs on other hosts.',
      example: '200',
    },
    wholeNumber(0, 100_000).default(1000),
  ),
  eventLogDays: setting(
    {
      variable: 'WASLA_EVENT_LOG_DAYS',
      description: 'Days that events stay in the log, for replay and for those who come back; whole months go at once.',
      example: '90',
    },
    wholeNumber(40, 3650).default(400),
  ),
})

/** The whole configuration of a host; every leaf is read from one environment variable. */
export const configSchema = z.object({ http, database, files, mail, webhooks, signIn, work, runtime })

/** Frozen by convention: loaded once at start, passed down, never read from the environment again. */
export type Config = z.output<typeof configSchema>
