import { type Logger, unavailable } from '@wasla/sdk'
import pg from 'pg'
import { markDatabaseError } from '../errors/database-error.ts'
import { type Continue, StatementBatch } from './statement-batch.ts'
import type { Statement, StatementResult } from './statement.ts'

export interface ConnectionPoolOptions {
  readonly url: string
  readonly size: number
  readonly log: Logger
  /** Shown in `pg_stat_activity`. */
  readonly name: string
  /** Milliseconds to wait for a connection. */
  readonly waitLimit?: number
}

/** Connections of the login role that run batches of statements. */
export class ConnectionPool {
  readonly #pool: pg.Pool
  /** Connections in use, and since when. */
  readonly #busy = new Map<pg.PoolClient, number>()
  /** Since when somebody waits for one, the longest first. */
  readonly #waiting = new Set<{ readonly since: number }>()

  constructor({ url, size, log, name, waitLimit = 10_000 }: ConnectionPoolOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: size,
      application_name: name,
      connectionTimeoutMillis: waitLimit,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    })
    // Without listeners a connection that dies, idle or checked out, would end the process. What runs on
    // it fails by itself.
    this.#pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
    this.#pool.on('connect', (client) => {
      client.on('error', () => {})
    })
    this.#pool.on('acquire', (client) => this.#busy.set(client, performance.now()))
    this.#pool.on('release', (_error, client) => this.#busy.delete(client))
  }

  /** Milliseconds for which the first in the queue waits for a connection already. */
  get wait(): number {
    for (const { since } of this.#waiting) return performance.now() - since
    return 0
  }

  get statistics(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    return { total: this.#pool.totalCount, idle: this.#pool.idleCount, waiting: this.#pool.waitingCount }
  }

  /** Runs statements before one Sync: one implicit transaction. */
  async run(statements: readonly Statement[], continueWith?: Continue): Promise<readonly StatementResult[]> {
    try {
      return await this.#runOnce(statements, continueWith)
    } catch (error) {
      if (!isStalePlan(error)) throw error
      // The table changed under a prepared statement; nothing was done, and it is parsed anew now.
      return this.#runOnce(statements, continueWith)
    }
  }

  /** A connection for a transaction; whoever takes it releases it. */
  async connect(): Promise<pg.PoolClient> {
    const waiter = this.#isUsedUp ? { since: performance.now() } : undefined
    if (waiter !== undefined) this.#waiting.add(waiter)
    try {
      return await this.#pool.connect()
    } catch (error) {
      // pg says the same of a server that does not answer and of a pool that is used up.
      if (this.#pool.totalCount < this.#pool.options.max) throw markDatabaseError(error)
      throw unavailable(
        'database_busy',
        'All database connections stayed in use for too long, so nothing was done; try again in a moment, or raise the pool size.',
        { cause: error },
      )
    } finally {
      if (waiter !== undefined) this.#waiting.delete(waiter)
    }
  }

  /**
   * Cuts connections that have been in use for longer than this: what runs on them fails as unavailable. For a network
   * that is silent, on which an answer would be waited for until the system gives up, hours later.
   */
  abandon(milliseconds: number): number {
    const before = performance.now() - milliseconds
    const silent = [...this.#busy].filter(([, since]) => since < before)
    for (const [client] of silent) cutConnection(client)
    return silent.length
  }

  get #isUsedUp(): boolean {
    return this.#pool.idleCount === 0 && this.#pool.totalCount >= this.#pool.options.max
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  async #runOnce(
    statements: readonly Statement[],
    continueWith?: Continue,
  ): Promise<readonly StatementResult[]> {
    const batch = new StatementBatch(statements, continueWith)
    const client = await this.connect()
    let broken = false
    try {
      client.query(batch)
      return await batch.done
    } catch (error) {
      broken = isFatal(error)
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** pg has no method that closes a connection without asking the server first. */
export function cutConnection(client: pg.PoolClient): void {
  ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}

function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string }
  return code === '26000' || (code === '0A000' && routine === 'RevalidateCachedQuery')
}

/** The server is closing the connection; the next one to use it would only learn that too. */
function isFatal(error: unknown): boolean {
  const { severity } = error as { severity?: string }
  return severity === 'FATAL' || severity === 'PANIC'
}
