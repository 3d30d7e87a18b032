import { Session, type HeapProfiler } from 'node:inspector/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { createPlaceOf, type Frame, type Place, type PluginCode } from './plugin-code.ts'

/** What code holds of what it allocated. */
export interface Held extends Place {
  readonly bytes: number
}

export interface HeldSince {
  /** By how many bytes the heap is larger, both times after a collection. */
  readonly grownBy: number
  /** Whose allocations were not let go of, the largest first; `where` is the function that holds the most. */
  readonly held: readonly Held[]
}

export interface SamplingOptions {
  readonly plugins: readonly PluginCode[]
  readonly ms: number
  readonly signal: AbortSignal
}

/** Mean bytes between samples: fine enough for leaks of some megabytes, and hardly to be noticed. */
const SAMPLING_INTERVAL = 64 * 1024

/** Samples allocations for a while and tells whose are still there after a collection; undefined when it was broken off. */
export async function heldSince({ plugins, ms, signal }: SamplingOptions): Promise<HeldSince | undefined> {
  const session = new Session()
  session.connect()
  try {
    const before = await heapAfterCollection(session)
    await session.post('HeapProfiler.startSampling', { samplingInterval: SAMPLING_INTERVAL })
    const whole = await delay(ms, true, { signal, ref: false }).catch(() => false)
    const after = whole ? await heapAfterCollection(session) : before
    const { profile } = await session.post('HeapProfiler.stopSampling')
    return whole ? { grownBy: after - before, held: byPlugin(profile.head, plugins) } : undefined
  } finally {
    session.disconnect()
  }
}

async function heapAfterCollection(session: Session): Promise<number> {
  await session.post('HeapProfiler.collectGarbage')
  return process.memoryUsage().heapUsed
}

function byPlugin(head: HeapProfiler.SamplingHeapProfileNode, plugins: readonly PluginCode[]): Held[] {
  const placeOf = createPlaceOf(plugins)
  const places = new Map<string, Map<string, number>>()
  const visit = (node: HeapProfiler.SamplingHeapProfileNode, outer: readonly Frame[]): void => {
    const frames = [node.callFrame, ...outer]
    if (node.selfSize > 0) {
      const { plugin, where } = placeOf(frames)
      const of = places.get(plugin) ?? new Map<string, number>()
      of.set(where, (of.get(where) ?? 0) + node.selfSize)
      places.set(plugin, of)
    }
    for (const child of node.children) visit(child, frames)
  }
  visit(head, [])
  return [...places]
    .map(([plugin, of]) => ({ plugin, where: largest(of), bytes: sum(of.values()) }))
    .toSorted((a, b) => b.bytes - a.bytes)
}

function largest(sizes: ReadonlyMap<string, number>): string {
  return [...sizes].reduce((most, each) => (each[1] > most[1] ? each : most))[0]
}

function sum(sizes: Iterable<number>): number {
  let total = 0
  for (const size of sizes) total += size
  return total
}
