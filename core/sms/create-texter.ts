import { invalid, unavailable } from '@wasla/sdk'
import { RefusedNumberError, type TextMessage, type TextTransport } from './text-message.ts'
import { createTwilioTransport, type TwilioOptions } from './twilio-transport.ts'

export interface TexterOptions {
  /** Without it texts go to `mailbox`. */
  readonly twilio?: TwilioOptions
  /** Takes texts in development, also where Twilio is configured. */
  readonly mailbox?: TextTransport
}

export interface Texter {
  /** Whether this host can write to phones. */
  readonly available: boolean
  /**
   * Resolves when the text is on its way.
   * @throws unavailable `sms_not_configured` or `sms_not_sent`; invalid `sms_refused` when trying again is of no use
   */
  send(message: TextMessage): Promise<void>
}

export function createTexter({ twilio, mailbox }: TexterOptions): Texter {
  const transport = mailbox ?? (twilio === undefined ? undefined : createTwilioTransport(twilio))
  return {
    available: transport !== undefined,
    async send(message) {
      if (transport === undefined) {
        throw unavailable(
          'sms_not_configured',
          'This host cannot write to phones, so nothing was sent; an operator sets SMS_TWILIO_ACCOUNT_SID.',
        )
      }
      try {
        await transport.deliver(message)
      } catch (error) {
        if (error instanceof RefusedNumberError) {
          throw invalid(
            'sms_refused',
            'This number cannot be written to, so nothing was sent; check it, or give another.',
            { cause: error },
          )
        }
        throw unavailable('sms_not_sent', 'The SMS service did not take the message; try again later.', {
          cause: error,
        })
      }
    },
  }
}
