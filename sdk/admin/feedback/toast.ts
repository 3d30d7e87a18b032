import { problemText } from '../api/problem-text.ts'

let wanted = false
const listeners = new Set<() => void>()
const drawn = Promise.withResolvers<void>()

async function show(kind: 'success' | 'error', message: string): Promise<void> {
  wanted = true
  for (const listener of listeners) listener()
  const [{ toast: sonner }] = await Promise.all([import('sonner'), drawn.promise])
  sonner[kind](message)
}

/** A short word at the edge of the screen: that something worked, or did not. */
export const toast = {
  success: (message: string): void => void show('success', message),
  error: (error: unknown): void => void show('error', problemText(error)),
}

/** For the place where toasts are drawn: it is filled when there is a first one, and says when it is. */
export const toastPlace = {
  isWanted: (): boolean => wanted,
  onWanted(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  isDrawn: (): void => drawn.resolve(),
}
