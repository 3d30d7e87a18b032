import { z } from 'zod'
import { setting } from './setting.ts'

/** How accounts come to be. */
export const accounts = z.object({
  registration: setting(
    {
      variable: 'REGISTRATION',
      description:
        'With verified, every address is answered alike and it goes on by mail, which needs SMTP_URL; with immediate, a new address is answered with its organization at once, so whoever registers an address can tell whether it has an account. The first person of all always begins at once.',
      example: 'verified',
      unset: '`verified` in production with SMTP_URL, else `immediate`',
    },
    z.enum(['immediate', 'verified'], 'is neither immediate nor verified').optional(),
  ),
})
