/** Requests that one side is loaded with. */
export interface Load {
  readonly origin: string
  readonly connections: number
  readonly seconds: number
  /** Each connection sends its share of them, one after the other, and again from the first. */
  readonly requests: readonly LoadedRequest[]
}

export interface LoadedRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Sends a new `Idempotency-Key` each time. */
  readonly idempotent?: boolean
}

/** What a side made of its load. */
export interface LoadOutcome {
  /** Successful answers a second. */
  readonly rate: number
  readonly count: number
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p97_5: number; readonly p99: number }
  /** Answers that were no success, and requests without one. */
  readonly failures: number
  readonly statuses: Readonly<Record<string, { readonly count: number }>>
}

/** What the generator's process is told, and answers. */
export interface LoadOrder {
  readonly id: number
  readonly load: Load
}

export interface LoadAnswer {
  readonly id: number
  readonly outcome: LoadOutcome
}
