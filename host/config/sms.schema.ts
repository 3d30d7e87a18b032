import { z } from 'zod'
import { setting } from './setting.ts'
import { origin } from './setting-types.ts'

/** How texts reach phones: by Twilio, or a service that speaks its REST. */
export const sms = z.object({
  accountSid: setting(
    {
      variable: 'SMS_TWILIO_ACCOUNT_SID',
      description:
        'The account at Twilio that sends texts; with SMS_TWILIO_AUTH_TOKEN and SMS_FROM. In development they land at /dev/mailbox instead.',
      example: 'AC0123456789abcdef0123456789abcdef',
      unset: 'no SMS is sent',
    },
    z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, 'is no account id: AC and 32 digits of base 16')
      .optional(),
  ),
  authToken: setting(
    {
      variable: 'SMS_TWILIO_AUTH_TOKEN',
      description: 'The secret of SMS_TWILIO_ACCOUNT_SID.',
      example: 'made-at-twilio',
      unset: 'no SMS is sent',
      secret: true,
    },
    z.string().optional(),
  ),
  from: setting(
    {
      variable: 'SMS_FROM',
      description: 'Who texts are from: a number, a sender name, or a messaging service (MG…).',
      example: '+15005550006',
      unset: 'no SMS is sent',
    },
    z.string().max(40).optional(),
  ),
  url: setting(
    {
      variable: 'SMS_TWILIO_URL',
      description: "The address of a service that speaks Twilio's REST.",
      example: 'https://sms.example.com',
      unset: "Twilio's",
    },
    origin.optional(),
  ),
})
