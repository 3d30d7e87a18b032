import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { type ObserveRequest, RequestDurations, type RequestLabels } from './request-durations.ts'

/** What a connection pool tells of itself. */
export interface PoolState {
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

/** The metrics of one host, in Prometheus' words. */
export interface Metrics {
  readonly contentType: string
  render(): Promise<string>
  /** How answers of a route are counted; asked once for each route. */
  requestsOf(labels: RequestLabels): ObserveRequest
  /** Counts what went wrong in a plugin: `request`, `job`, `subscriber`, `timer`. */
  countPluginError(plugin: string, where: string): void
  countToggle(module: string, active: boolean): void
  /** Reads the pool whenever the metrics are read. */
  watchPool(name: string, state: () => PoolState): void
  /** For metrics of other parts of the platform. */
  readonly registry: Registry
}

export interface MetricsOptions {
  /** Whether to collect memory, event loop and garbage collection. Default true. */
  readonly process?: boolean
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (options.process !== false) collectDefaultMetrics({ register: registry })
  const requests = new RequestDurations()
  requests.register(registry)
  const errors = new Counter({
    name: 'wasla_plugin_errors_total',
    help: 'Unexpected errors in the code of a plugin.',
    labelNames: ['plugin', 'where'],
    registers,
  })
  const toggles = new Counter({
    name: 'wasla_module_toggles_total',
    help: 'Modules switched on or off for an organization.',
    labelNames: ['module', 'to'],
    registers,
  })
  const pools = new Map<string, () => PoolState>()
  new Gauge({
    name: 'wasla_database_connections',
    help: 'Connections of a pool by state; `waiting` counts requests without one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, read] of pools) {
        const { total, idle, waiting } = read()
        this.set({ pool, state: 'idle' }, idle)
        this.set({ pool, state: 'busy' }, total - idle)
        this.set({ pool, state: 'waiting' }, waiting)
      }
    },
  })
  return {
    registry,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    requestsOf: (labels) => requests.of(labels),
    countPluginError: (plugin, where) => errors.inc({ plugin, where }),
    countToggle: (module, active) => toggles.inc({ module, to: active ? 'on' : 'off' }),
    watchPool: (name, state) => pools.set(name, state),
  }
}
