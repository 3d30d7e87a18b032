import type { Logger } from '@wasla/sdk'
import type { PlatformDataAccess } from '../database/create-data-access.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { DatabaseGate } from '../tenancy/database-gate.ts'

/** How long a fenced host waits for answers that are on their way, and how often it looks. */
const SILENCE_MS = 5_000

interface Watched {
  readonly data: Pick<PlatformDataAccess, 'abandon' | 'reachable' | 'statistics'>
  readonly gate: Pick<DatabaseGate, 'onFence'>
  readonly metrics: Pick<Metrics, 'watchPool'>
  readonly log: Logger
}

/**
 * Shows the pools in the metrics, and gives up on a silent database: a host whose lease has ended hears nothing from it,
 * and when that lasts, the callers of what waits for an answer are told to come again, instead of nothing for as long as
 * the system keeps a dead connection.
 * @returns ends the watch
 */
export function watchDatabase({ data, gate, metrics, log }: Watched): () => void {
  for (const { pool } of data.statistics()) {
    metrics.watchPool(
      pool,
      () => data.statistics().find((state) => state.pool === pool) ?? { total: 0, idle: 0, waiting: 0 },
    )
  }
  let timer: NodeJS.Timeout | undefined
  const forget = gate.onFence((fenced) => {
    clearInterval(timer)
    data.reachable(!fenced)
    if (!fenced) return
    timer = setInterval(() => {
      const cut = data.abandon(SILENCE_MS)
      if (cut > 0)
        log.warn({ connections: cut }, 'The database does not answer; what waited for it was given up')
    }, SILENCE_MS)
    timer.unref()
  })
  return () => {
    forget()
    clearInterval(timer)
  }
}
