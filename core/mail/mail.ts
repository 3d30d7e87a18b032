export type Language = 'ar' | 'en'

/** What a mail says, in one language. */
export interface MailContent {
  readonly subject: string
  readonly html: string
  /** The same for readers without HTML. */
  readonly text: string
  readonly language: Language
}

export interface Mail extends MailContent {
  readonly to: string
}

/** Takes mails on their way; throws when it cannot. */
export interface MailTransport {
  deliver(mail: Mail & { readonly from: string }): Promise<void>
  close(): void
}
