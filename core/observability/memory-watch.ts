import { getHeapStatistics } from 'node:v8'
import type { Logger } from '@wasla/sdk'
import { heldSince, type Held } from './heap-sampling.ts'
import type { PluginCode } from './plugin-code.ts'

/** A plugin that holds ever more memory. */
export interface Growing extends Held {
  /** Of what it allocated while it was watched and had not let go at the end. */
  readonly bytesPerMinute: number
  readonly lastAt: string
}

export interface MemoryHealth {
  /** Bytes of the heap in use, and how many more than when the host began. */
  readonly heapUsed: number
  readonly heapGrowth: number
  /** Timers that keep the process running, of everybody together. */
  readonly timers: number
  readonly growing: readonly Growing[]
}

export interface MemoryWatch {
  readonly health: MemoryHealth
  stop(): void
}

export interface MemoryWatchOptions {
  readonly plugins: () => readonly PluginCode[]
  readonly log: Logger
  /** Milliseconds over which the lowest use of the heap is taken. Default 60,000. */
  readonly windowMs?: number
  /** By how much it must have risen in three windows, one after the other, to look closer. Default 24 MB. */
  readonly growthBytes?: number
}

const WINDOW_MS = 60_000
const GROWTH_BYTES = 24 * 2 ** 20
const LOOKS_PER_WINDOW = 10
const WINDOWS = 3
/** After this long without a relapse a plugin is not named any more. */
const FORGIVEN_WINDOWS = 30
/** Who holds a smaller part of what was not let go of is not named. */
const SHARE = 0.2

/**
 * Names the plugins that hold ever more memory. Only while the heap's lowest point keeps rising is anything measured:
 * then V8 samples allocations for as long again, and what has not been collected at the end is counted to the plugin
 * nearest on the stack that allocated it. Timers and listeners are found by what they keep alive. What a plugin keeps
 * of rows that the platform's driver allocated is counted to the platform.
 */
export function watchMemory(options: MemoryWatchOptions): MemoryWatch {
  const { plugins, log, windowMs = WINDOW_MS, growthBytes = GROWTH_BYTES } = options
  const growing = new Map<string, { readonly growing: Growing; readonly at: number }>()
  const heapAtStart = getHeapStatistics().used_heap_size
  const stopped = new AbortController()
  let floors: number[] = []
  let floor = Infinity
  let looks = 0
  let closer: Promise<void> | undefined

  const lookCloser = async (): Promise<void> => {
    const found = await heldSince({ plugins: plugins(), ms: WINDOWS * windowMs, signal: stopped.signal })
    if (found === undefined || found.grownBy < growthBytes / 2) return
    const at = Date.now()
    for (const held of found.held.filter(({ bytes }) => bytes >= found.grownBy * SHARE)) {
      const bytesPerMinute = Math.round((held.bytes * 60_000) / (WINDOWS * windowMs))
      const named = { ...held, bytesPerMinute, lastAt: new Date(at).toISOString() }
      growing.set(held.plugin, { growing: named, at })
      log.warn(
        { ...held, bytesPerMinute },
        'the memory of this host keeps growing, and this code holds the most of it',
      )
    }
  }

  const timer = setInterval(() => {
    if (closer !== undefined) return
    floor = Math.min(floor, getHeapStatistics().used_heap_size)
    looks += 1
    if (looks < LOOKS_PER_WINDOW) return
    floors = [...floors, floor].slice(-WINDOWS - 1)
    floor = Infinity
    looks = 0
    for (const [plugin, { at }] of growing)
      if (Date.now() - at > FORGIVEN_WINDOWS * windowMs) growing.delete(plugin)
    if (!keepsRising(floors, growthBytes)) return
    closer = lookCloser()
      .catch((error: unknown) => log.warn({ err: error }, 'it could not be found out who holds the memory'))
      .finally(() => {
        closer = undefined
        floors = []
      })
  }, windowMs / LOOKS_PER_WINDOW)
  timer.unref()

  return {
    get health() {
      const heapUsed = getHeapStatistics().used_heap_size
      return {
        heapUsed,
        heapGrowth: heapUsed - heapAtStart,
        timers: process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
        growing: [...growing.values()].map(({ growing: each }) => each),
      }
    },
    stop() {
      clearInterval(timer)
      stopped.abort()
    },
  }
}

/** Each window's lowest point above the one before, and enough in all: garbage that waits for its collection does not. */
function keepsRising(floors: readonly number[], bytes: number): boolean {
  const [first] = floors
  const last = floors.at(-1)
  if (floors.length <= WINDOWS || first === undefined || last === undefined) return false
  return (
    last - first >= bytes && floors.every((floor, index) => index === 0 || floor > (floors[index - 1] ?? 0))
  )
}
