import { toast as sonner } from 'sonner'

/** A short word at the edge of the screen: that something worked, or did not. */
export const toast = {
  success: (message: string): void => void sonner.success(message),
  error: (error: unknown): void => void sonner.error(error instanceof Error ? error.message : String(error)),
}
