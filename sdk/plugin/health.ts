/** What a plugin says of itself at `/readyz` and in the admin UI. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'failed'
  /** What is wrong and what to do, when it is not `ok`. */
  readonly detail?: string
}

export type HealthCheck = (runtime: { readonly signal: AbortSignal }) => Promise<HealthReport>
