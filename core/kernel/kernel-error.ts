import type { Phase } from './module.ts'

/** A plugin cannot be taken in. The kernel turns it into a quarantine; it never stops the host. */
export class KernelError extends Error {
  readonly phase: Phase
  readonly code: string

  constructor(phase: Phase, code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'KernelError'
    this.phase = phase
    this.code = code
  }
}

/** What a thrown thing says, in one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0] ?? ''
}
