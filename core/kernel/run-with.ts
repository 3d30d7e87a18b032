import { AsyncResource, type AsyncLocalStorage } from 'node:async_hooks'

// Nobody waits for its end, so no garbage collection has to report it.
const UNWATCHED = { requireManualDestroy: true }

/**
 * What `storage.run(value, work)` does, for a fifth of its price: `run` copies the map of all storages twice, once to add the value
 * and once more to put back what was there. A resource remembers that as it is.
 */
export function runWith<Value, Result>(
  storage: AsyncLocalStorage<Value>,
  value: Value,
  work: () => Result,
): Result {
  const scope = new AsyncResource('wasla', UNWATCHED)
  return scope.runInAsyncScope(enter<Value, Result>, undefined, storage, value, work)
}

function enter<Value, Result>(storage: AsyncLocalStorage<Value>, value: Value, work: () => Result): Result {
  storage.enterWith(value)
  return work()
}
