import type { Twilio } from 'twilio'
import { RefusedNumberError, type TextMessage, type TextTransport } from './text-message.ts'

export interface TwilioOptions {
  readonly accountSid: string
  readonly authToken: string
  /** The number or sender name that texts come from, or a messaging service (`MG…`). */
  readonly from: string
  /** Of a proxy, or of a service that speaks Twilio's REST; Twilio's own by default. */
  readonly url?: string
}

const TIMEOUT_MS = 10_000
/** By these codes Twilio says that the number itself is the reason: https://www.twilio.com/docs/api/errors */
const REFUSED = new Set([21_211, 21_214, 21_217, 21_408, 21_610, 21_612, 21_614])

/** Sends by Twilio. Its package is large, so it is loaded with the first message. */
export function createTwilioTransport({ accountSid, authToken, from, url }: TwilioOptions): TextTransport {
  let client: Promise<Twilio> | undefined
  const connect = async () => {
    const { default: twilio } = await import('twilio')
    const connected = twilio(accountSid, authToken, { timeout: TIMEOUT_MS })
    if (url !== undefined) connected.api.baseUrl = url
    return connected
  }
  const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from }
  return {
    async deliver({ to, text }: TextMessage) {
      client ??= connect()
      try {
        await (await client).messages.create({ ...sender, to, body: text })
      } catch (error) {
        const code = (error as { readonly code?: unknown }).code
        if (typeof code === 'number' && REFUSED.has(code)) {
          throw new RefusedNumberError(`Twilio refused the number with code ${code}`, error)
        }
        throw error
      }
    },
  }
}
