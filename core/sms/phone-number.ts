import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'

/** A number that can be dialled from anywhere, as E.164 writes it. */
export const phoneNumber = z
  .string()
  .trim()
  .max(40)
  .transform((written, context) => {
    const parsed = parsePhoneNumberFromString(written)
    if (parsed?.isValid() === true) return parsed.number as string
    context.addIssue({
      code: 'custom',
      message: 'is no phone number with its country, such as +20 100 123 4567',
    })
    return z.NEVER
  })
  .describe('With the country: `+201001234567`')
