import { isIP } from 'node:net'
import { z } from 'zod'
import { setting } from './setting.ts'
import { commaSeparated, proxyAddress } from './setting-types.ts'

/** Where webhooks of organizations may be sent. */
export const webhooks = z.object({
  networks: setting(
    {
      variable: 'WEBHOOK_NETWORKS',
      description:
        'Addresses and networks inside your own network to which webhooks may be sent, by http too; separated by commas.',
      example: '10.1.0.0/16',
      unset: 'webhooks go to public addresses only',
    },
    commaSeparated(
      proxyAddress.refine(
        (value) => isIP(value.split('/')[0] ?? '') !== 0,
        'is neither an address nor a network',
      ),
    ).default([]),
  ),
})
