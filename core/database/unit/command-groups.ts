import { isConnectionLost, isDatabaseError } from '../errors/database-error.ts'

/** So many do not wait for others any more: each is answered with the last of them. */
const FULL = 16
/** Milliseconds after which those that wait go all the same. */
const PATIENCE_MS = 25

interface Waiting<Command, Result> extends PromiseWithResolvers<Result> {
  readonly command: Command
}

interface Group<Command, Result> {
  readonly key: string
  waiting: Waiting<Command, Result>[]
  /** Transactions that are under way. */
  atWork: number
  soon: NodeJS.Immediate | undefined
  patience: NodeJS.Timeout | undefined
}

/**
 * Commands that need nothing from the host while they run share one transaction with those of the same group that come
 * while another is under way: one message, one commit and one answer for all of them. When one fails, nothing of any was
 * done, and each is run alone.
 */
export class CommandGroups<Command, Result> {
  readonly #run: (commands: readonly Command[]) => Promise<readonly Result[]>
  readonly #groups = new Map<string, Group<Command, Result>>()

  /** @param run does all of them in one transaction, or none; answers in their order */
  constructor(run: (commands: readonly Command[]) => Promise<readonly Result[]>) {
    this.#run = run
  }

  /** @param key who may share a transaction */
  run(key: string, command: Command): Promise<Result> {
    const group = this.#groupOf(key)
    const waiting = { command, ...Promise.withResolvers<Result>() }
    group.waiting.push(waiting)
    if (group.waiting.length >= FULL) this.#send(group)
    // With what else was read from the network in this turn.
    else if (group.atWork === 0) group.soon ??= setImmediate(() => this.#send(group))
    else group.patience ??= setTimeout(() => this.#send(group), PATIENCE_MS).unref()
    return waiting.promise
  }

  #groupOf(key: string): Group<Command, Result> {
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = { key, waiting: [], atWork: 0, soon: undefined, patience: undefined }
      this.#groups.set(key, group)
    }
    return group
  }

  #send(group: Group<Command, Result>): void {
    clearImmediate(group.soon)
    clearTimeout(group.patience)
    group.soon = group.patience = undefined
    const waiting = group.waiting
    if (waiting.length === 0) return
    group.waiting = []
    group.atWork += 1
    void this.#runTogether(waiting).then(() => {
      group.atWork -= 1
      this.#send(group)
      if (group.atWork === 0) this.#groups.delete(group.key)
    })
  }

  async #runTogether(waiting: readonly Waiting<Command, Result>[]): Promise<void> {
    try {
      const results = await this.#run(waiting.map(({ command }) => command))
      for (const [index, { resolve }] of waiting.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (waiting.length > 1 && wasUndone(error))
        await Promise.all(waiting.map((one) => this.#runTogether([one])))
      else for (const { reject } of waiting) reject(error)
    }
  }
}

/** The server refused it and undid it all; of one that was lost on the way nobody knows whether it was committed. */
function wasUndone(error: unknown): boolean {
  return isDatabaseError(error) && /^[0-9A-Z]{5}$/.test(error.code) && !isConnectionLost(error)
}
