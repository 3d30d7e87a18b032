/** How long a worker may be silent before another takes its work up. */
export const LEASE_SECONDS = 15

/** Another worker has the work by now; this one must not go on. */
export class LeaseLostError extends Error {}

export interface Lease<Change> {
  /** Writes under the lease, and renews it: an empty change does only that. @returns false once it is lost */
  readonly write: (change: Partial<Change>) => Promise<boolean>
  /** Aborted when the host stops. */
  readonly stopping: AbortSignal
}

/** Work under a lease. */
export interface LeasedWork<Change> {
  /** Aborted when the lease is lost or the host stops. */
  readonly signal: AbortSignal
  /** @throws LeaseLostError once it is lost */
  change(change: Partial<Change>): Promise<void>
}

/** Renews a lease until the work is over. */
export async function underLease<Change>(
  { write, stopping }: Lease<Change>,
  work: (leased: LeasedWork<Change>) => Promise<void>,
): Promise<void> {
  const lost = new AbortController()
  const change = async (values: Partial<Change>): Promise<void> => {
    if (await write(values)) return
    lost.abort()
    throw new LeaseLostError('The work is done elsewhere by now')
  }
  const beat = setInterval(() => void change({}).catch(() => undefined), (LEASE_SECONDS * 1000) / 3)
  try {
    await work({ signal: AbortSignal.any([lost.signal, stopping]), change })
  } finally {
    clearInterval(beat)
  }
}
