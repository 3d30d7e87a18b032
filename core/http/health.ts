import type { HealthReport, RouteServer } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { runAs } from '../kernel/attribution.ts'
import type { Registry } from '../kernel/registry.ts'
import type { EventLoopWatch } from '../observability/event-loop-watch.ts'
import type { MemoryWatch } from '../observability/memory-watch.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Gate } from '../tenancy/gate.ts'

const TIME_LIMIT = 2000
/** No organization has this id: asking the gate for it tells only whether the gate can answer. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

export interface HealthDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Gate
  readonly metrics: Metrics
  readonly draining: () => boolean
  readonly watch?: {
    readonly eventLoop: Pick<EventLoopWatch, 'health'>
    readonly memory: Pick<MemoryWatch, 'health'>
  }
}

async function report(check: (signal: AbortSignal) => Promise<HealthReport>): Promise<HealthReport> {
  const signal = AbortSignal.timeout(TIME_LIMIT)
  const expired = new Promise<HealthReport>((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ status: 'failed', detail: `No answer within ${TIME_LIMIT} ms.` }),
    )
  })
  const checked = check(signal).catch(
    (error: unknown): HealthReport => ({
      status: 'failed',
      detail: error instanceof Error ? error.message : String(error),
    }),
  )
  return Promise.race([checked, expired])
}

const ok = { status: 'ok' } as const

async function readiness(dependencies: HealthDependencies) {
  const { platform, registry, gate, draining, watch } = dependencies
  const plugins = registry.plugins.filter(({ definition }) => definition.health !== undefined)
  const [database, tenancy, ...reports] = await Promise.all([
    report(() => platform.asSystem('select 1').then(() => ok)),
    report(async () => {
      await gate.activeModules(NOBODY)
      return ok
    }),
    ...plugins.map(({ id, definition }) =>
      report(async (signal) => (await runAs(id, () => definition.health?.({ signal }))) ?? ok),
    ),
  ])
  const ready = database.status === 'ok' && tenancy.status === 'ok' && !draining()
  return {
    status: draining() ? 'stopping' : ready ? 'ready' : 'unavailable',
    database,
    gate: tenancy,
    plugins: Object.fromEntries(plugins.map(({ id }, index) => [id, reports[index] ?? ok])),
    // Slow is not unavailable: whoever blocks is named, and requests still get through in between.
    ...(watch && { eventLoop: watch.eventLoop.health, memory: watch.memory.health }),
    // A quarantined plugin is reported, but the host serves the rest: it stays ready.
    quarantined: [...registry.quarantines.values()].map(({ plugin, phase, code, reason }) => ({
      plugin,
      phase,
      code,
      reason,
    })),
  }
}

/** `/livez`, `/readyz` and `/metrics`, for the operator's probes. */
export function healthRoutes(app: RouteServer, dependencies: HealthDependencies): void {
  const config = { anonymous: true } as const
  app.get('/livez', { config }, () => ({ status: 'alive' }))
  app.get('/readyz', { config }, async (_request, reply) => {
    const state = await readiness(dependencies)
    return reply
      .code(state.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(state)
  })
  app.get('/metrics', { config }, async (_request, reply) =>
    reply.header('content-type', dependencies.metrics.contentType).send(await dependencies.metrics.render()),
  )
}
