import type { Language } from '../mail/mail.ts'

/** A short text to a mobile phone. */
export interface TextMessage {
  /** In E.164: `+201001234567` */
  readonly to: string
  readonly text: string
  readonly language: Language
}

/** Takes texts on their way; throws when it cannot. */
export interface TextTransport {
  /** @throws RefusedNumberError when trying again is of no use */
  deliver(message: TextMessage): Promise<void>
}

/** The number cannot be written to: it is none, or whoever has it wants no messages. */
export class RefusedNumberError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause })
    this.name = 'RefusedNumberError'
  }
}
