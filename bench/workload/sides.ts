import type { Side } from '../load/compare.ts'
import type { Bench } from '../measurements/measurement.ts'
import type { Operation } from './operations.ts'

/** Who is loaded with an operation: the host, and what it is measured by. */
export function sidesOf(
  { base, ours, theirs }: Operation,
  { host, baselines }: Pick<Bench, 'host' | 'baselines'>,
): { readonly ours: Side; readonly base: Side } {
  const { origin, pid } = baselines[base]
  return {
    ours: { origin: host.origin, pid: host.pid, requests: ours },
    base: { origin, pid, requests: theirs },
  }
}
