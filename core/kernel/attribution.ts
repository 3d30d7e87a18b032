import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from '@wasla/sdk'
import { messageOf } from './kernel-error.ts'
import { runWith } from './run-with.ts'

// Ambient on purpose, and used for nothing but blame: a timer that throws has no other way to tell whose it is.
const running = new AsyncLocalStorage<string>()

/** Runs code of a plugin, so that whatever it leaves behind (timers, promises) is known to be its own. */
export function runAs<Result>(plugin: string, work: () => Result): Result {
  return runWith(running, plugin, work)
}

/** An error nobody caught, and whose it was. */
export interface StrayError {
  readonly plugin: string
  readonly error: unknown
}

/**
 * Keeps the host up when a plugin's timer throws or its promise is rejected unseen, and names the plugin. An error of
 * unknown origin still ends the process, as it must: the platform itself would be in an unknown state.
 */
export function attributeStrayErrors(log: Logger, onStray: (stray: StrayError) => void): () => void {
  const handle = (error: unknown): void => {
    const plugin = running.getStore()
    if (plugin === undefined) {
      log.error({ err: error }, 'An error outside any plugin was not caught; the host ends.')
      process.exitCode = 1
      setImmediate(() => process.exit(1))
      return
    }
    log.error({ plugin, err: error }, `The plugin "${plugin}" left an error uncaught: ${messageOf(error)}`)
    onStray({ plugin, error })
  }
  process.on('unhandledRejection', handle)
  process.on('uncaughtException', handle)
  return () => {
    process.off('unhandledRejection', handle)
    process.off('uncaughtException', handle)
  }
}
