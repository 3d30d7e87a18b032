import { Gauge } from 'prom-client'
import type { EventLoopWatch } from './event-loop-watch.ts'
import type { MemoryWatch } from './memory-watch.ts'
import type { Metrics } from './metrics.ts'

/** The plugins that health names, as series: those that blocked the event loop lately, and those that hold ever more memory. */
export function countCulprits(
  { registry }: Metrics,
  eventLoop: Pick<EventLoopWatch, 'health'>,
  memory: Pick<MemoryWatch, 'health'>,
): void {
  const registers = [registry]
  const labelNames = ['plugin'] as const
  new Gauge({
    name: 'wasla_plugin_event_loop_blocks',
    help: 'How often a plugin blocked the event loop of this host lately; it is forgotten ten minutes after the last time.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { plugin, times } of eventLoop.health.blocking) this.set({ plugin }, times)
    },
  })
  new Gauge({
    name: 'wasla_plugin_memory_growth_bytes_per_minute',
    help: 'How much a plugin held of what it allocated, while the heap of this host kept growing.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { plugin, bytesPerMinute } of memory.health.growing) this.set({ plugin }, bytesPerMinute)
    },
  })
}
