import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { LiveMessage } from './live-message.ts'
import { followLive } from './shared-live.ts'

const listeners = new Set<(message: LiveMessage) => void>()
const connections = new Set<() => void>()
let connected = false

function tell(message: LiveMessage): void {
  const now =
    message.kind === 'lost' || message.kind === 'signed-out' ? false : connected || message.kind === 'ready'
  if (now !== connected) {
    connected = now
    for (const listener of connections) listener()
  }
  for (const listener of listeners) listener(message)
}

/** Begins to listen; the shell does it once for whoever is signed in. */
export function startLive(): () => void {
  const stop = followLive(tell)
  return () => {
    stop()
    tell({ kind: 'lost' })
  }
}

/** Hears what happens in the organization while the component is shown. Lists and pages read by `useApi` follow by themselves. */
export function useLive(listener: (message: LiveMessage) => void): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const hear = (message: LiveMessage): void => latest.current(message)
    listeners.add(hear)
    return () => void listeners.delete(hear)
  }, [])
}

/** Whether changes arrive by themselves; where they do not, look again from time to time. */
export function useLiveConnected(): boolean {
  return useSyncExternalStore(
    (listener) => {
      connections.add(listener)
      return () => void connections.delete(listener)
    },
    () => connected,
  )
}
