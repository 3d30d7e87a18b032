import { AsyncLocalStorage } from 'node:async_hooks'
import { conflict } from '@wasla/sdk'
import { runWith } from '../../kernel/run-with.ts'

/** Knows whether the code that runs now was called from inside a write. */
export class WriteGuard {
  readonly #storage = new AsyncLocalStorage<{ open: boolean; readonly plugin: string }>()

  /** @throws conflict `nested_write` */
  refuseNested(operation: 'write' | 'command'): void {
    const outer = this.#storage.getStore()
    if (outer?.open !== true) return
    throw conflict(
      'nested_write',
      `ctx.db.${operation} was called inside a write of "${outer.plugin}", where it would be a second transaction that the first cannot undo: use the unit of work you were given, or emit an event.`,
    )
  }

  async run<Result>(plugin: string, work: () => Promise<Result>): Promise<Result> {
    const mark = { open: true, plugin }
    try {
      return await runWith(this.#storage, mark, work)
    } finally {
      // What the work left running in the background is no longer inside.
      mark.open = false
    }
  }
}
