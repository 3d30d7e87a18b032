import pg from 'pg'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'

const CHANNEL = 'wasla_jobs'
const CANCELLED = 'cancelled '
const COALESCE_MS = 20
const RECONNECT_MS = 1000

/** Tells other hosts that something waits: at most one NOTIFY in 20 ms, never inside a request's transaction. */
export function createJobNotifier(platform: PlatformDatabase, log: HostLogger): () => void {
  let pending = false
  const send = async (): Promise<void> => {
    pending = false
    try {
      await platform.asSystem('select pg_notify($1, $2)', [CHANNEL, ''])
    } catch (error) {
      log.debug({ err: error }, 'other hosts were not told about new jobs; they find them when they poll')
    }
  }
  return () => {
    if (pending) return
    pending = true
    setTimeout(() => void send(), COALESCE_MS).unref()
  }
}

/** Wakes the workers of all hosts, from outside any host. */
export async function announceWork(platform: PlatformDatabase): Promise<void> {
  await platform.asSystem('select pg_notify($1, $2)', [CHANNEL, ''])
}

/** Tells the host on which a job runs that it was cancelled. */
export async function announceCancelled(platform: PlatformDatabase, jobId: string): Promise<void> {
  await platform.asSystem('select pg_notify($1, $2)', [CHANNEL, `${CANCELLED}${jobId}`])
}

export interface JobListener {
  close(): Promise<void>
}

/**
 * Hears the other hosts on a connection of its own, and comes back when that is cut. Only a hint: workers poll as well.
 * @param hear told what was sent: nothing in particular, or the id of a cancelled job
 */
export function listenForJobs(
  connectionString: string,
  hear: (cancelledJob: string | undefined) => void,
  log: HostLogger,
): JobListener {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: 'wasla jobs' })
    client = next
    next.on('notification', ({ payload }) =>
      hear(payload?.startsWith(CANCELLED) ? payload.slice(CANCELLED.length) : undefined),
    )
    next.on('error', (error) => log.debug({ err: error }, 'the connection that hears about jobs was cut'))
    next.on('end', () => {
      if (client === next) reconnect()
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
      hear(undefined)
    } catch (error) {
      log.debug({ err: error }, 'the connection that hears about jobs could not be made')
      if (client === next) reconnect()
      await next.end().catch(() => {})
    }
  }
  const reconnect = (): void => {
    client = undefined
    if (closed || retry !== undefined) return
    retry = setTimeout(() => {
      retry = undefined
      void connect()
    }, RECONNECT_MS)
  }

  void connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(retry)
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
