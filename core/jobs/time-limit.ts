import { unavailable } from '@wasla/sdk'

const GRACE_MS = 1000

/**
 * Runs work that is told to stop, by its signal, at the limit or when `outer` is aborted. Work that does not
 * listen is left behind after a second: JavaScript cannot end it, so its later effects must be guarded elsewhere.
 * @throws unavailable `time_limit_exceeded`, or the reason of `outer`
 */
export async function withinTime<Result>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(expired(ms)), ms)
  const onOuter = (): void => ending.abort(outer.reason)
  outer.addEventListener('abort', onOuter, { once: true })
  try {
    return await Promise.race([work(ending.signal), leftBehind(ending.signal)])
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', onOuter)
  }
}

function expired(ms: number): Error {
  return unavailable(
    'time_limit_exceeded',
    `The run was ended after its limit of ${ms / 1000} s; raise the limit or do less in one run.`,
  )
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
