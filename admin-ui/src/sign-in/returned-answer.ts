import type { PendingSignIn } from './sign-in-answer.ts'

/** What a provider's page has sent back with: it stands behind the #, so that no server and no log sees it. */
export interface ReturnedAnswer {
  /** Code of the problem for which nobody was signed in. */
  readonly problem?: string
  readonly pending?: PendingSignIn
}

export function returnedAnswer(): ReturnedAnswer {
  const values = new URLSearchParams(location.hash.slice(1))
  const token = values.get('token')
  return {
    problem: values.get('problem') ?? undefined,
    pending: token === null ? undefined : { token, methods: (values.get('methods') ?? 'totp').split(',') },
  }
}
