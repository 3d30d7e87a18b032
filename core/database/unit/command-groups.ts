import { isConnectionLost, isDatabaseError } from '../errors/database-error.ts'
import type { ConnectionPool } from '../statements/connection-pool.ts'
import type { Statement, StatementResult } from '../statements/statement.ts'

/** So many do not wait for others any more: each is answered with the last of them. */
const FULL = 16
/** Milliseconds after which those that wait go all the same. */
const PATIENCE_MS = 25

/** One that has to wait for others' locks holds up nobody but itself: it is run alone then, without this limit. */
const lockLimit: Statement = {
  text: "select where set_config('lock_timeout', '25ms', true) is null",
  name: 'wasla_lock_limit',
}

type Results = readonly StatementResult[]

interface Command extends PromiseWithResolvers<Results> {
  readonly statements: readonly Statement[]
}

interface Group {
  readonly key: string
  waiting: Command[]
  /** Transactions that are under way. */
  atWork: number
  soon: NodeJS.Immediate | undefined
  patience: NodeJS.Timeout | undefined
}

/**
 * Commands that need nothing from the host between their statements share one transaction with those of the same group
 * that come while another is under way: one message, one commit and one answer for all of them. When one fails, nothing of
 * any was done, and each is run alone.
 */
export class CommandGroups {
  readonly #pool: ConnectionPool
  readonly #groups = new Map<string, Group>()

  constructor(pool: ConnectionPool) {
    this.#pool = pool
  }

  /** @param key who may share a transaction */
  run(key: string, statements: readonly Statement[]): Promise<Results> {
    const group = this.#groupOf(key)
    const command = { statements, ...Promise.withResolvers<Results>() }
    group.waiting.push(command)
    if (group.waiting.length >= FULL) this.#send(group)
    // With what else was read from the network in this turn.
    else if (group.atWork === 0) group.soon ??= setImmediate(() => this.#send(group))
    else group.patience ??= setTimeout(() => this.#send(group), PATIENCE_MS).unref()
    return command.promise
  }

  #groupOf(key: string): Group {
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = { key, waiting: [], atWork: 0, soon: undefined, patience: undefined }
      this.#groups.set(key, group)
    }
    return group
  }

  #send(group: Group): void {
    clearImmediate(group.soon)
    clearTimeout(group.patience)
    group.soon = group.patience = undefined
    const commands = group.waiting
    if (commands.length === 0) return
    group.waiting = []
    group.atWork += 1
    void this.#runTogether(commands).then(() => {
      group.atWork -= 1
      this.#send(group)
      if (group.atWork === 0) this.#groups.delete(group.key)
    })
  }

  async #runTogether(commands: readonly Command[]): Promise<void> {
    const [only] = commands
    if (only !== undefined && commands.length === 1) return this.#runAlone(only)
    try {
      const results = await this.#pool.run([lockLimit, ...commands.flatMap(({ statements }) => statements)])
      let first = 1
      for (const { statements, resolve } of commands)
        resolve(results.slice(first, (first += statements.length)))
    } catch (error) {
      if (wasUndone(error)) await Promise.all(commands.map((command) => this.#runAlone(command)))
      else for (const { reject } of commands) reject(error)
    }
  }

  async #runAlone({ statements, resolve, reject }: Command): Promise<void> {
    await this.#pool.run(statements).then(resolve, reject)
  }
}

/** The server refused it and undid it all; of one that was lost on the way nobody knows whether it was committed. */
function wasUndone(error: unknown): boolean {
  return isDatabaseError(error) && /^[0-9A-Z]{5}$/.test(error.code) && !isConnectionLost(error)
}
