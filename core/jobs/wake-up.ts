import pg from 'pg'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { WorkedOn } from '../events/signals.ts'
import { JOBS_CHANNEL } from './jobs-channel.ts'
import { readWorkNotice } from './work-notices.ts'

const CANCELLED = 'cancelled '
const COALESCE_MS = 20
const RECONNECT_MS = 1000

/** What other hosts are told of: events for the relay, jobs that wait, or something else for whoever watches. */
export type News = 'events' | 'jobs' | 'else'

/** Tells other hosts what is new: at most one NOTIFY in 20 ms, never inside a request's transaction. */
export function createJobNotifier(platform: PlatformDatabase, log: HostLogger): (news: News) => void {
  const pending = new Set<News>()
  const send = async (): Promise<void> => {
    const told = [...pending].join(' ')
    pending.clear()
    try {
      await platform.asSystem('select pg_notify($1, $2)', [JOBS_CHANNEL, told])
    } catch (error) {
      log.debug({ err: error }, 'other hosts were not told about new jobs; they find them when they poll')
    }
  }
  return (news) => {
    if (pending.size === 0) setTimeout(() => void send(), COALESCE_MS).unref()
    pending.add(news)
  }
}

/** Wakes the workers of all hosts, from outside any host. */
export async function announceWork(platform: PlatformDatabase): Promise<void> {
  await platform.asSystem('select pg_notify($1, $2)', [JOBS_CHANNEL, 'events jobs'])
}

/** Tells the host on which a job runs that it was cancelled. */
export async function announceCancelled(platform: PlatformDatabase, jobId: string): Promise<void> {
  await platform.asSystem('select pg_notify($1, $2)', [JOBS_CHANNEL, `${CANCELLED}${jobId}`])
}

export interface Heard {
  readonly news: ReadonlySet<News>
  /** The id of a job that somebody cancelled. */
  readonly cancelledJob?: string
  /** On what some host went on. */
  readonly worked?: readonly WorkedOn[] | 'any'
}

/** After a silence anything may have happened. */
const everything: Heard = { news: new Set<News>(['events', 'jobs', 'else']), worked: 'any' }

function readNews(payload = ''): Heard {
  if (payload.startsWith(CANCELLED)) return { news: new Set(), cancelledJob: payload.slice(CANCELLED.length) }
  const worked = readWorkNotice(payload)
  if (worked !== undefined) return { news: new Set(), worked }
  return { news: new Set(payload.split(' ') as News[]) }
}

export interface JobListener {
  close(): Promise<void>
}

/**
 * Hears the other hosts on a connection of its own, and comes back when that is cut. Only a hint: workers poll as well.
 * @param hear told what was sent
 */
export function listenForJobs(
  connectionString: string,
  hear: (heard: Heard) => void,
  log: HostLogger,
): JobListener {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: 'wasla jobs' })
    client = next
    next.on('notification', ({ payload }) => hear(readNews(payload)))
    next.on('error', (error) => log.debug({ err: error }, 'the connection that hears about jobs was cut'))
    next.on('end', () => {
      if (client === next) reconnect()
    })
    try {
      await next.connect()
      await next.query(`listen ${JOBS_CHANNEL}`)
      hear(everything)
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
