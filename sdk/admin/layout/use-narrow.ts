import { useSyncExternalStore } from 'react'

const narrow = globalThis.matchMedia?.('(max-width: 639px)')

function follow(listener: () => void): () => void {
  narrow?.addEventListener('change', listener)
  return () => narrow?.removeEventListener('change', listener)
}

/** Whether this is a telephone's screen, where what differs in more than its layout is drawn only once. */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow, () => narrow?.matches === true)
}
