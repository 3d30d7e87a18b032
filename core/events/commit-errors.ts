import { conflict, invalid, type WaslaError } from '@wasla/sdk'

interface DatabaseError {
  readonly code: string
  readonly message: string
  readonly detail?: string
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

/** What the end of a unit of work refuses, as an error with a code; anything else is given back as it came. */
export function commitError(error: unknown): unknown {
  if (!isDatabaseError(error)) return error
  const make = refusals[error.code]
  return make === undefined ? error : make(error)
}

const refusals: Readonly<Record<string, (error: DatabaseError) => WaslaError>> = {
  WA001: (cause) =>
    invalid(
      'organization_mismatch',
      `The unit of work was not committed, because ${cause.message}; this is a fault of the platform, report it.`,
      { cause },
    ),
  WA002: (cause) =>
    conflict(
      'event_depth_exceeded',
      `The unit of work was not committed, because ${cause.message}: the events ${cause.detail ?? ''} lead to each other, so break the loop in one of their subscribers.`,
      { cause, extra: { chain: cause.detail?.split(' → ') ?? [] } },
    ),
  WA003: (cause) =>
    invalid(
      'job_queue_unknown',
      `The unit of work was not committed, because ${cause.message}: list the job in its plugin's \`jobs\` and run the migration.`,
      { cause },
    ),
  WA004: (cause) =>
    conflict(
      'idempotent_replay',
      'This Idempotency-Key was used already, so nothing was done again; the first answer stands.',
      { cause },
    ),
}
