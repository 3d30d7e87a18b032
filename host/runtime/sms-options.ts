import type { PlatformOptions } from '@wasla/core'
import type { Config } from '../config/config.schema.ts'
import { StartError } from '../start-error.ts'

/** How texts are sent, if they are. @throws StartError `sms_incomplete` */
export function smsOptions({ sms }: Config): PlatformOptions['sms'] {
  const { accountSid, authToken, from, url } = sms
  if (accountSid === undefined && authToken === undefined && from === undefined) return undefined
  if (accountSid !== undefined && authToken !== undefined && from !== undefined)
    return { accountSid, authToken, from, url }
  throw new StartError(
    'sms_incomplete',
    'A part of what sending SMS needs is set and a part is not, so none could be sent; set SMS_TWILIO_ACCOUNT_SID, SMS_TWILIO_AUTH_TOKEN and SMS_FROM together, or none of them.',
  )
}
