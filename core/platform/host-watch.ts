import type { Logger } from '@wasla/sdk'
import type { Registry } from '../kernel/registry.ts'
import { countCulprits } from '../observability/culprit-metrics.ts'
import { watchEventLoop, type EventLoopWatch } from '../observability/event-loop-watch.ts'
import { watchMemory, type MemoryWatch } from '../observability/memory-watch.ts'
import type { Metrics } from '../observability/metrics.ts'

/** Names the plugins that block this host or hold ever more of its memory, in health, log and metrics. */
export interface HostWatch {
  readonly eventLoop: EventLoopWatch
  readonly memory: MemoryWatch
  stop(): Promise<void>
}

export function watchHost(registry: Registry, metrics: Metrics, log: Logger): HostWatch {
  const options = { plugins: () => registry.plugins, log }
  const eventLoop = watchEventLoop(options)
  const memory = watchMemory(options)
  countCulprits(metrics, eventLoop, memory)
  return {
    eventLoop,
    memory,
    stop: () => {
      memory.stop()
      return eventLoop.stop()
    },
  }
}
