import { WaslaError } from '@wasla/sdk'
import type { SharedRateCounts } from '../../http/shared-rate-counts.ts'

/** Counts a request of a key. @throws unavailable `rate_limited` (429) */
export function admitKey(counts: SharedRateCounts, keyId: string, limit: number): void {
  const { current, ttl } = counts.count(`key ${keyId}`, limit)
  if (current <= limit) return
  throw new WaslaError(
    'unavailable',
    'rate_limited',
    `This API key may send ${limit} requests a minute and sent more; wait before sending the next.`,
    { extra: { retryAfter: Math.ceil(ttl / 1000) } },
  )
}
