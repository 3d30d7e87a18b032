import { unavailable } from '@wasla/sdk'

const GRACE_MS = 1000

/**
 * Runs work that is told to stop, by its signal, at the limit or when `drain` is aborted. Work that does not
 * listen is left behind after a second: JavaScript cannot end it, so its later effects must be guarded elsewhere.
 * @throws unavailable `time_limit_exceeded`, `host_draining`
 */
export async function withinTime<Result>(
  ms: number,
  drain: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController()
  const expired = unavailable(
    'time_limit_exceeded',
    `The run was ended after its limit of ${ms / 1000} s; raise the limit or do less in one run.`,
  )
  const draining = unavailable(
    'host_draining',
    'The run was ended because this host is stopping; it is given back and goes on elsewhere.',
  )
  const timer = setTimeout(() => ending.abort(expired), ms)
  const onDrain = (): void => ending.abort(draining)
  drain.addEventListener('abort', onDrain, { once: true })
  try {
    return await Promise.race([work(ending.signal), leftBehind(ending.signal)])
  } finally {
    clearTimeout(timer)
    drain.removeEventListener('abort', onDrain)
  }
}

function leftBehind(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => void setTimeout(() => reject(signal.reason as Error), GRACE_MS).unref(),
      { once: true },
    )
  })
}
