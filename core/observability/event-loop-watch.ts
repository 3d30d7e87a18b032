import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import type { Logger } from '@wasla/sdk'
import { createPlaceOf, type Frame, type PluginCode } from './plugin-code.ts'

/** A plugin whose code kept the whole host waiting. */
export interface Blocking {
  /** `platform` when no plugin stood on the stack. */
  readonly plugin: string
  /** The innermost of its functions that ran. */
  readonly where: string
  readonly times: number
  readonly lastAt: string
}

export interface EventLoopHealth {
  /** Of the last interval. */
  readonly delayP99Ms: number
  readonly blocking: readonly Blocking[]
}

export interface EventLoopWatch {
  readonly health: EventLoopHealth
  stop(): Promise<void>
}

export interface EventLoopWatchOptions {
  /** Whose code lies where. */
  readonly plugins: () => readonly PluginCode[]
  readonly log: Logger
  /** Milliseconds without a sign of life after which the stack is looked at. Default 1000. */
  readonly limitMs?: number
}

const LIMIT_MS = 1000
const INTERVAL_MS = 5000
/** After this long without a relapse a plugin is not named any more. */
const FORGIVEN_MS = 10 * 60_000

/**
 * Runs beside the event loop, given as text since it must work from sources and from a build. It counts the main
 * thread's signs of life; when they stay out it pauses that thread for the moment it takes to read its stack.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
const inspector = require('node:inspector')
const beats = new Int32Array(workerData.beats)
let seen = 0
let since = Date.now()
let told = false
setInterval(() => {
  const now = Atomics.load(beats, 0)
  if (now !== seen) { seen = now; since = Date.now(); told = false; return }
  if (told || Date.now() - since < workerData.limitMs) return
  told = true
  const session = new inspector.Session()
  session.connectToMainThread()
  const urls = new Map()
  session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({ params }) => {
    const frames = params.callFrames.map(({ functionName, url, location }) =>
      ({ functionName, url: url || urls.get(location.scriptId) || '' }))
    session.post('Debugger.resume', () => session.post('Debugger.disable', () => session.disconnect()))
    parentPort.postMessage(frames)
  })
  session.post('Debugger.enable', () => session.post('Debugger.pause'))
}, Math.max(10, workerData.limitMs / 5))`

/** Names the plugins that block the event loop, for health and log. */
export function watchEventLoop({ plugins, log, limitMs = LIMIT_MS }: EventLoopWatchOptions): EventLoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const beat = setInterval(() => void Atomics.add(beats, 0, 1), Math.max(5, limitMs / 10))
  const worker = new Worker(program, {
    eval: true,
    workerData: { beats: beats.buffer, limitMs },
    execArgv: [],
  })
  const blocking = new Map<string, Blocking & { readonly at: number }>()
  let delayP99Ms = 0
  const interval = setInterval(() => {
    delayP99Ms = Math.round(histogram.percentile(99) / 1e6)
    histogram.reset()
    for (const [plugin, { at }] of blocking) if (Date.now() - at > FORGIVEN_MS) blocking.delete(plugin)
  }, INTERVAL_MS)
  for (const timer of [beat, interval]) timer.unref()
  worker.unref()
  worker.on('error', (error) => log.warn({ err: error }, 'the watch over the event loop ended'))
  worker.on('message', (frames: Frame[]) => {
    const { plugin, where } = createPlaceOf(plugins())(frames)
    const times = (blocking.get(plugin)?.times ?? 0) + 1
    const at = Date.now()
    blocking.set(plugin, { plugin, where, times, lastAt: new Date(at).toISOString(), at })
    log.warn(
      { plugin, where, limitMs },
      'the event loop was blocked, so that nothing else of this host could run',
    )
  })
  return {
    get health() {
      return {
        delayP99Ms,
        blocking: [...blocking.values()].map(({ plugin, where, times, lastAt }) => ({
          plugin,
          where,
          times,
          lastAt,
        })),
      }
    },
    async stop() {
      for (const timer of [beat, interval]) clearInterval(timer)
      histogram.disable()
      await worker.terminate()
    },
  }
}
