import { z } from 'zod'
import { setting } from './setting.ts'
import { byteSize, commaSeparated, origin, proxyAddress, wholeNumber } from './setting-types.ts'

/** What the host answers to, and how much. */
export const http = z.object({
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
  maxRequests: setting(
    {
      variable: 'MAX_REQUESTS',
      description:
        'Requests in work at once; more are refused with 503 and Retry-After before anything is done for them.',
      example: '500',
    },
    wholeNumber(1, 100_000).default(1000),
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
