import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Load, LoadOutcome } from './load.ts'

export interface LoadGenerator {
  /** Loads a side and tells what it made of it. @throws Error when it answered anything but success */
  run(load: Load): Promise<LoadOutcome>
  stop(): void
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(new URL('load-process.ts', import.meta.url)))
  return {
    async run(load) {
      child.send(load)
      const [outcome] = (await once(child, 'message')) as [LoadOutcome]
      if (outcome.failures === 0 && outcome.count > 0) return outcome
      if (outcome.failures === 0)
        throw new Error(
          `${load.origin}${load.requests[0]?.path} answered nothing within ${load.seconds} s: the machine is too busy to measure on.`,
        )
      throw new Error(
        `${outcome.failures} of the requests to ${load.origin}${load.requests[0]?.path} failed, so the rate says nothing: ${JSON.stringify(outcome.statuses)}`,
      )
    },
    stop: () => void child.disconnect(),
  }
}
