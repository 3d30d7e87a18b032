import { type Logger, unavailable } from '@wasla/sdk'
import pg from 'pg'
import { markDatabaseError } from '../errors/database-error.ts'
import { RowClient } from './row-client.ts'
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

/** Milliseconds after which connections that were kept go back to pg's pool, which closes those that nobody needs. */
const KEPT_MS = 1_000

/** What pg says to whoever waited in vain for another to give a connection back. */
const WAITED_IN_VAIN = 'timeout exceeded when trying to connect'

interface Waiter extends PromiseWithResolvers<pg.PoolClient> {
  readonly since: number
}

/** Connections of the login role that run batches of statements. */
export class ConnectionPool {
  /** Whether the database is heard of: while it is not, connections are in use because nothing comes back on them. */
  reachable = true
  readonly #pool: pg.Pool
  /** Connections in use, and since when. */
  readonly #busy = new Map<pg.PoolClient, number>()
  /** Since when somebody waits for one, the longest first. */
  readonly #waiting = new Set<{ readonly since: number }>()
  /**
   * Checked out and not in use: the next batch takes the one that was used last. Going through pg's pool for every batch
   * takes two promises, a tick and two timers.
   */
  readonly #kept: pg.PoolClient[] = []
  #returning: NodeJS.Timeout | undefined
  /** Batches that wait for a connection, the longest first. */
  readonly #queue: Waiter[] = []
  #expiring: NodeJS.Timeout | undefined
  /** Whether one of pg's pool is asked for on behalf of the queue. */
  #serving = false
  readonly #waitLimit: number
  #closed = false

  constructor({ url, size, log, name, waitLimit = 10_000 }: ConnectionPoolOptions) {
    this.#waitLimit = waitLimit
    this.#pool = new pg.Pool({
      Client: RowClient,
      connectionString: url,
      max: size,
      application_name: name,
      connectionTimeoutMillis: waitLimit,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    })
    // Without listeners a connection that dies, idle or checked out, would end the process. What runs on
    // it fails by itself.
    const lost = (error: unknown) => log.warn({ err: error }, 'an idle database connection was lost')
    this.#pool.on('error', lost)
    this.#pool.on('connect', (client: pg.PoolClient) => {
      client.on('error', (error) => {
        if (this.#discard(client)) lost(error)
      })
    })
    this.#pool.on('acquire', (client) => this.#busy.set(client, performance.now()))
    this.#pool.on('release', (_error, client) => {
      this.#busy.delete(client)
      if (this.#queue.length > 0) process.nextTick(() => this.#serve())
    })
  }

  /** Milliseconds for which the first in the queue waits for a connection already. */
  get wait(): number {
    const [waiter] = this.#waiting
    const first = Math.min(waiter?.since ?? Infinity, this.#queue[0]?.since ?? Infinity)
    return first === Infinity ? 0 : performance.now() - first
  }

  get statistics(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    return {
      total: this.#pool.totalCount,
      idle: this.#pool.idleCount + this.#kept.length,
      waiting: this.#pool.waitingCount,
    }
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
    try {
      return await this.#connect()
    } catch (error) {
      // Nobody will give this one back, so whoever waits for it has to try as well.
      this.#serve()
      throw error
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const kept = this.#takeKept()
    if (kept !== undefined) return kept
    const waiter = this.#isUsedUp ? { since: performance.now() } : undefined
    if (waiter !== undefined) this.#waiting.add(waiter)
    try {
      return await this.#pool.connect()
    } catch (error) {
      if (!this.reachable || (error as Error).message !== WAITED_IN_VAIN) throw markDatabaseError(error)
      throw busy(error)
    } finally {
      if (waiter !== undefined) this.#waiting.delete(waiter)
    }
  }

  /**
   * Cuts connections that have been in use for longer than this, and gives up on them for batches that wait as long: all
   * fails as unavailable. For a network that is silent, on which an answer would be waited for until the system gives up,
   * hours later.
   */
  abandon(milliseconds: number): number {
    const before = performance.now() - milliseconds
    const silent = [...this.#busy].filter(([, since]) => since < before)
    for (const [client] of silent) cutConnection(client)
    while ((this.#queue[0]?.since ?? Infinity) < before) this.#queue.shift()?.reject(silence())
    return silent.length
  }

  get #isUsedUp(): boolean {
    const { idleCount, waitingCount, totalCount, options } = this.#pool
    return this.#kept.length === 0 && idleCount <= waitingCount && totalCount >= options.max
  }

  close(): Promise<void> {
    this.#closed = true
    this.#returnKept()
    return this.#pool.end()
  }

  async #runOnce(
    statements: readonly Statement[],
    continueWith?: Continue,
  ): Promise<readonly StatementResult[]> {
    const batch = new StatementBatch(statements, continueWith)
    const client = this.#takeKept() ?? (await (this.#isUsedUp ? this.#queueUp() : this.connect()))
    let results: readonly StatementResult[]
    try {
      client.query(batch)
      results = await batch.done
    } catch (error) {
      client.release(isFatal(error))
      throw error
    }
    this.#keep(client)
    return results
  }

  #takeKept(): pg.PoolClient | undefined {
    const client = this.#kept.pop()
    if (client !== undefined) this.#busy.set(client, performance.now())
    return client
  }

  /** After a success only: whether a connection is still good after a failure, pg's pool can tell. */
  #keep(client: pg.PoolClient): void {
    const othersWait = this.#pool.waitingCount > (this.#serving ? 1 : 0)
    if (this.#closed || othersWait) client.release()
    else this.#handOver(client)
  }

  #handOver(client: pg.PoolClient): void {
    const next = this.#queue.shift()
    if (next !== undefined) {
      this.#busy.set(client, performance.now())
      next.resolve(client)
      return
    }
    this.#busy.delete(client)
    this.#kept.push(client)
    this.#returning ??= setTimeout(() => this.#returnKept(), KEPT_MS).unref()
  }

  #queueUp(): Promise<pg.PoolClient> {
    const waiter = { since: performance.now(), ...Promise.withResolvers<pg.PoolClient>() }
    this.#queue.push(waiter)
    this.#expiring ??= setTimeout(() => this.#expire(), this.#waitLimit).unref()
    return waiter.promise
  }

  /**
   * For those in the queue when a connection went back to pg's pool instead of from one to the next. One asks there for
   * all of them: were it one for each, each batch that ends would have to yield to the others' asking.
   */
  #serve(): void {
    if (this.#queue.length === 0 || this.#serving) return
    this.#serving = true
    this.#connect()
      .then(
        (client) => (this.#closed ? client.release() : this.#handOver(client)),
        (error: unknown) => {
          // Who waits in the queue has a limit of their own.
          if ((error as { code?: string }).code !== 'database_busy') this.#queue.shift()?.reject(error)
        },
      )
      .finally(() => {
        this.#serving = false
        this.#serve()
      })
  }

  #expire(): void {
    clearTimeout(this.#expiring)
    this.#expiring = undefined
    const begun = performance.now() - this.#waitLimit
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (first.since > begun) {
        this.#expiring = setTimeout(() => this.#expire(), first.since - begun).unref()
        return
      }
      this.#queue.shift()
      first.reject(this.reachable ? busy() : silence())
    }
  }

  #returnKept(): void {
    clearTimeout(this.#returning)
    this.#returning = undefined
    for (const client of this.#kept.splice(0)) client.release()
  }

  /** @returns whether it was one that was kept */
  #discard(client: pg.PoolClient): boolean {
    const place = this.#kept.indexOf(client)
    if (place === -1) return false
    this.#kept.splice(place, 1)
    client.release(true)
    return true
  }
}

function busy(cause?: unknown): Error {
  return unavailable(
    'database_busy',
    'All database connections stayed in use for too long, so nothing was done; try again in a moment, or raise the pool size.',
    { cause },
  )
}

function silence(): Error {
  return markDatabaseError(new Error('Connection terminated: the database is silent.'))
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
