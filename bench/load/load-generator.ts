import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Load, LoadAnswer, LoadOrder, LoadOutcome } from './load.ts'

export interface LoadGenerator {
  /** Loads a side and tells what it made of it. @throws Error when it answered anything but success */
  run(load: Load): Promise<LoadOutcome>
  stop(): void
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(new URL('load-process.ts', import.meta.url)))
  const running = new Map<number, (outcome: LoadOutcome) => void>()
  child.on('message', ({ id, outcome }: LoadAnswer) => {
    running.get(id)?.(outcome)
    running.delete(id)
  })
  let runs = 0
  const runOnce = (load: Load): Promise<LoadOutcome> => {
    const id = runs++
    return new Promise((resolve) => {
      running.set(id, resolve)
      child.send({ id, load } satisfies LoadOrder)
    })
  }
  return {
    async run(load) {
      const outcome = await runOnce(load)
      if (outcome.failures === 0 && outcome.rate > 0) return outcome
      if (outcome.failures === 0)
        throw new Error(
          `${load.origin}${load.requests[0]?.path} did not answer all connections in time: the machine is too busy to measure on.`,
        )
      throw new Error(
        `${outcome.failures} of the requests to ${load.origin}${load.requests[0]?.path} failed, so the rate says nothing: ${JSON.stringify(outcome.statuses)}`,
      )
    },
    stop: () => void child.disconnect(),
  }
}
