/** Another worker has the work by now; this one must not go on. */
export class LeaseLostError extends Error {}

export interface Lease<Change> {
  /** Writes under the lease, and renews it. @returns false once it is lost */
  readonly write: (change: Change) => Promise<boolean>
  /** What is written to renew it only. */
  readonly renewal: Change
  readonly seconds: number
  /** Aborted when the host stops. */
  readonly stopping: AbortSignal
}

/** Work under a lease. */
export interface LeasedWork<Change> {
  /** Aborted when the lease is lost or the host stops. */
  readonly signal: AbortSignal
  /** @throws LeaseLostError once it is lost */
  change(change: Change): Promise<void>
}

/** Renews a lease until the work is over. */
export async function underLease<Change>(
  { write, renewal, seconds, stopping }: Lease<Change>,
  work: (leased: LeasedWork<Change>) => Promise<void>,
): Promise<void> {
  const lost = new AbortController()
  const change = async (values: Change): Promise<void> => {
    if (await write(values)) return
    lost.abort()
    throw new LeaseLostError('The work is done elsewhere by now')
  }
  const beat = setInterval(() => void change(renewal).catch(() => undefined), (seconds * 1000) / 3)
  try {
    await work({ signal: AbortSignal.any([lost.signal, stopping]), change })
  } finally {
    clearInterval(beat)
  }
}
