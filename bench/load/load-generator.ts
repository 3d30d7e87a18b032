import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Load, LoadAnswer, LoadOrder, LoadOutcome } from './load.ts'

export interface LoadGenerator {
  /** Loads a side and tells what it made of it. @throws Error when it answered anything but success */
  run(load: Load): Promise<LoadOutcome>
  stop(): void
}

const MOST_SECONDS = 4
const nothingYet = ({ failures, count }: LoadOutcome): boolean => failures === 0 && count === 0

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
      let outcome = await runOnce(load)
      // A short slice on a busy machine may end before the first answer.
      for (let seconds = 2 * load.seconds; nothingYet(outcome) && seconds <= MOST_SECONDS; seconds *= 2)
        outcome = await runOnce({ ...load, seconds })
      if (outcome.failures === 0 && outcome.count > 0) return outcome
      if (nothingYet(outcome))
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
