/** A sign-in that waits for its second factor. */
export interface PendingSignIn {
  readonly token: string
  /** `totp`, `backup-code`, or a channel that brings a code: `email`. */
  readonly methods: readonly string[]
}

export type SignInAnswer = { readonly secondFactor: PendingSignIn } | { readonly accessToken: string }

export interface SignInProps {
  readonly onEntered: () => Promise<void>
  readonly onPending: (pending: PendingSignIn) => void
}

/** Leads on by what the API answered. */
export async function follow(answer: SignInAnswer, { onEntered, onPending }: SignInProps): Promise<void> {
  if ('secondFactor' in answer) onPending(answer.secondFactor)
  else await onEntered()
}
