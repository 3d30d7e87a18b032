import { useEffect, useRef } from 'react'
import type { LiveMessage } from '../live/live-message.ts'
import { useLive } from '../live/use-live.ts'

// What comes of a change comes a moment after it; many changes are one look.
const PAUSE = 400

/** Reads again a moment after what is told. */
export function useRefresh(read: () => void, after: ((message: LiveMessage) => boolean) | undefined): void {
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(read)
  latest.current = read
  useEffect(() => () => clearTimeout(waiting.current), [])
  useLive((message) => {
    if (after?.(message) !== true) return
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined
      latest.current()
    }, PAUSE)
  })
}
