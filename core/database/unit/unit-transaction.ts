import type { PoolClient } from 'pg'
import { cutConnection } from '../statements/connection-pool.ts'
import { StatementBatch } from '../statements/statement-batch.ts'
import { roleStatement } from '../statements/settings.ts'
import type { Statement, StatementResult } from '../statements/statement.ts'

const ended =
  'The unit of work has ended, so nothing of it can be used any more: finish all reads and writes inside the callback.'

/**
 * One open transaction. Statements run one after the other, each under the role it names: the role is
 * part of the statement and not a state, so that no flush or late query can run under another one.
 */
export class UnitTransaction {
  readonly #client: PoolClient
  readonly #beforeEach: () => void
  #role: string | undefined
  #tail: Promise<unknown> = Promise.resolve()
  #failure: unknown
  #doom: unknown
  #ended = false
  #destroyed = false
  #savepoints = 0
  readonly #onDestroy: (() => void)[] = []

  /** @param beforeEach asked before every statement, the commit included; what it throws keeps them from running */
  constructor(client: PoolClient, beforeEach: () => void = () => {}) {
    this.#client = client
    this.#beforeEach = beforeEach
  }

  /** Why nothing can be done any more: what doomed it, or the first error of a statement. */
  get failure(): unknown {
    return this.#doom ?? this.#failure
  }

  /** @throws the failure that ended the transaction, when a caller swallowed it */
  run(role: string, statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    return this.#serially(async () => {
      if (this.failure !== undefined) throw this.failure
      this.#beforeEach()
      const switching = role !== this.#role
      this.#role = undefined
      const results = await this.#send(switching ? [roleStatement(role), ...statements] : statements).catch(
        (error: unknown) => {
          this.#failure = error
          throw error
        },
      )
      this.#role = role
      return switching ? results.slice(1) : results
    })
  }

  /** The first statements of all, which leave the transaction under `role`. */
  begin(role: string, statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    return this.#serially(async () => {
      const results = await this.#send([{ text: 'begin' }, ...statements])
      this.#role = role
      return results.slice(1)
    })
  }

  /** A name no other savepoint of this transaction has. */
  newSavepoint(): string {
    this.#savepoints += 1
    return `wasla_${this.#savepoints}`
  }

  /** Undoes what was done since the savepoint, an error of a statement included; not what doomed the transaction. */
  rollbackTo(name: string): Promise<unknown> {
    return this.#serially(async () => {
      if (this.#destroyed) return
      await this.#send([{ text: `rollback to savepoint ${name}` }, { text: `release savepoint ${name}` }])
      this.#failure = undefined
      this.#role = undefined
    })
  }

  /** Makes every further statement, and the commit, fail with this. */
  doom(error: unknown): void {
    this.#doom ??= error
  }

  /** Cuts the connection, which ends the transaction whatever is running in it. */
  destroy(error: unknown): void {
    this.doom(error)
    this.#destroyed = true
    for (const listener of this.#onDestroy) listener()
    cutConnection(this.#client)
  }

  onDestroy(listener: () => void): void {
    this.#onDestroy.push(listener)
  }

  /** Leaves the plugin's role for good, runs the platform's last statements and commits: one round trip. */
  async commit(role: string, statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    const results = await this.run(role, [
      // What the plugin deferred is checked while its own role is still set.
      { text: 'set constraints all immediate' },
      roleStatement('none'),
      ...statements,
      { text: 'commit' },
    ])
    if (results.at(-1)?.tag !== 'COMMIT')
      throw new Error('The server rolled the transaction back instead of committing it.')
    this.#ended = true
    this.doom(new Error(ended))
    return results.slice(2)
  }

  /** Ends the transaction if it is open; `false` when the connection is not fit for another use. */
  rollback(): Promise<boolean> {
    if (this.#ended) return Promise.resolve(true)
    this.#ended = true
    if (this.#destroyed) return Promise.resolve(false)
    return this.#serially(async () => {
      this.doom(new Error(ended))
      try {
        await this.#send([{ text: 'rollback' }])
        return true
      } catch {
        return false
      }
    })
  }

  #send(statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    const batch = new StatementBatch(statements)
    this.#client.query(batch)
    return batch.done
  }

  #serially<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => {})
    return result
  }
}
