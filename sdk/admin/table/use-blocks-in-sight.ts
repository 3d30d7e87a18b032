import { useCallback, useState, type UIEvent } from 'react'

/** Rows of one block: few enough to be drawn within a frame, and a divisor of a page of the API. */
export const BLOCK = 10
/** The height of a row in pixels, its line included. */
export const ROW = 45
const BLOCK_HEIGHT = BLOCK * ROW

export interface BlocksInSight {
  readonly first: number
  /** The one after the last. */
  readonly end: number
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
}

/**
 * Which blocks of a long list are in sight, with one before and one behind. Nothing is drawn again until another block
 * comes, and nothing but the scroll position is read.
 */
export function useBlocksInSight(count: number): BlocksInSight {
  const [at, setAt] = useState(0)
  const onScroll = useCallback(
    ({ currentTarget }: UIEvent<HTMLElement>) =>
      setAt(Math.max(0, Math.floor(currentTarget.scrollTop / BLOCK_HEIGHT))),
    [],
  )
  const blocks = Math.ceil(count / BLOCK)
  const shown = Math.ceil(globalThis.innerHeight / BLOCK_HEIGHT) + 1
  return { first: Math.max(0, Math.min(at, blocks - 1) - 1), end: Math.min(blocks, at + shown + 1), onScroll }
}
