import type { LiveMessage } from './live-message.ts'
import { openLiveSource } from './live-source.ts'

const NAME = 'wasla.live'

/**
 * One connection for all windows of a browser, since a browser opens only six to one host: the window that holds the
 * lock listens and tells the others; when it is closed, the next one takes over.
 */
export function followLive(tell: (message: LiveMessage) => void): () => void {
  // Locks exist on https and localhost only.
  if (!('locks' in navigator)) return openLiveSource(tell)
  const leaving = new AbortController()
  const channel = new BroadcastChannel(NAME)
  let last: LiveMessage | undefined
  let leading = false
  const post = (message: LiveMessage | { readonly kind: 'hello' }): void =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, it stays in its origin
    channel.postMessage(message)
  channel.addEventListener('message', ({ data }: MessageEvent<LiveMessage | { kind: 'hello' }>) => {
    if (data.kind !== 'hello') tell(data)
    else if (leading && last !== undefined) post(last)
  })
  post({ kind: 'hello' })

  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      leading = true
      const close = openLiveSource((message) => {
        if (message.kind === 'ready' || message.kind === 'lost') last = message
        post(message)
        tell(message)
      })
      leaving.signal.addEventListener('abort', () => {
        close()
        resolve()
      })
    })
  void navigator.locks
    .request(NAME, { signal: leaving.signal }, lead)
    // Left before it was this window's turn.
    .catch(() => undefined)
  return () => {
    leaving.abort()
    channel.close()
  }
}
