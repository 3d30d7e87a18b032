import { vi } from 'vitest'

/** Asks again until the expectations hold, or fails with the last of them. */
export const eventually = <Result>(expectation: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(expectation, { timeout: 30_000, interval: 25 })
