import { setTimeout as sleep } from 'node:timers/promises'
import type { PlatformDatabase } from '../database/data-access.ts'
import { LEASE_DURATION } from './host-lease.ts'
import { HOSTS_BEHIND } from './toggle-queries.ts'

/** A live host that still answers new requests by an older version. */
export interface HostBehind {
  readonly id: string
  readonly name: string
}

export type Acknowledgement =
  | { readonly acknowledged: true }
  | { readonly acknowledged: false; readonly missing: readonly HostBehind[] }

// A host that does not answer is out of the way once its lease has ended.
const DEFAULT_TIMEOUT = LEASE_DURATION + 2_000
const LONGEST_PAUSE = 100

/**
 * Waits until every live host answers new requests by `version` or newer, or its lease has ended.
 * @param timeout in milliseconds; then the hosts that are missing are named
 */
export async function waitAcknowledged(
  platform: PlatformDatabase,
  version: number,
  timeout = DEFAULT_TIMEOUT,
): Promise<Acknowledgement> {
  const end = performance.now() + timeout
  for (let pause = 2; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const missing = await platform.asSystem<HostBehind>(HOSTS_BEHIND, [version])
    if (missing.length === 0) return { acknowledged: true }
    if (performance.now() + pause > end) return { acknowledged: false, missing }
    await sleep(pause)
  }
}
