import { conflict, type WaslaError } from './errors.ts'

export interface VersionConflict {
  /** The version the caller has seen. */
  readonly expected?: number
  /** The version that stands. */
  readonly actual?: number
  readonly cause?: unknown
}

/**
 * A change was based on a version that has moved on: 412 where the request named it in `If-Match`, else 409.
 * `unit.findOne(…, { version })` throws it; throw it yourself where a statement of your own compares versions.
 */
export function staleVersion({ expected, actual, cause }: VersionConflict = {}): WaslaError {
  return conflict(
    'stale_version',
    'Somebody else changed this record in the meantime, so your change was not saved; load it again and repeat the change.',
    {
      cause,
      extra: { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) },
    },
  )
}
