import { LRUCache } from 'lru-cache'

/**
 * What was used last, up to `most`. Given a `max`, the library fills its lists for all of them at once, which for fifty thousand is
 * ten milliseconds of a start; told sizes, it lets them grow.
 */
export function recentlyUsed<Key extends {}, Value extends {}>(
  most: number,
  onDropped?: (value: Value, key: Key) => void,
): LRUCache<Key, Value> {
  return new LRUCache({ maxSize: most, sizeCalculation: () => 1, dispose: onDropped })
}
