import type { SystemContext } from '../context/context.ts'

/** Proof that this host, and no other, runs the singleton now. */
export interface Lease {
  /** Grows with every new holder; send it along with writes to anything that must refuse an old holder. */
  readonly token: bigint
  /** Aborted when the lease is lost, the module goes off or the host drains: stop at once. */
  readonly signal: AbortSignal
}

/** A long-running service of which one runs per organization (or per key), on one host at a time. */
export interface SingletonDefinition {
  readonly name: string
  /** The keys to run in an organization; one run each. Default: one, with the empty key. */
  readonly keys?: (ctx: SystemContext) => Promise<readonly string[]>
  /** Runs until the lease's signal is aborted. If it throws it is started again, with backoff. */
  readonly run: (ctx: SystemContext, lease: Lease, key: string) => Promise<void>
}

/** @example export const session = defineSingleton({ name: 'whatsapp.session', keys: accountIds, run: keepConnected }) */
export function defineSingleton(singleton: SingletonDefinition): SingletonDefinition {
  return singleton
}
