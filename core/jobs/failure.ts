/** Why an attempt failed, as it is kept with the job. */
export interface FailureRecord {
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly attempt: number
  readonly at: string
}

const MAX_STACK = 4000

export function describeFailure(error: unknown, attempt: number): FailureRecord {
  const at = new Date().toISOString()
  if (!(error instanceof Error)) return { message: String(error), attempt, at }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { message: error.message, code, stack: error.stack?.slice(0, MAX_STACK), attempt, at }
}
