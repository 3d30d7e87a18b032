import { isIP } from 'node:net'
import { z } from 'zod'
import { setting } from './setting.ts'
import { commaSeparated, proxyAddress } from './setting-types.ts'

/** Where a host sends what organizations and people asked for. */
export const outbound = z.object({
  networks: setting(
    {
      variable: 'OUTBOUND_NETWORKS',
      description:
        'Addresses and networks inside your own network to which webhooks, pushes and requests to sign-in providers may go, by http too; separated by commas.',
      example: '10.1.0.0/16',
      unset: 'they go to public addresses only',
    },
    commaSeparated(
      proxyAddress.refine(
        (value) => isIP(value.split('/')[0] ?? '') !== 0,
        'is neither an address nor a network',
      ),
    ).default([]),
  ),
})
