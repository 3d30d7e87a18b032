declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'

  /** What the bench uses of autocannon, which brings no types. */
  export interface LoadRequest {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
    setupRequest?: (request: LoadRequest) => LoadRequest
  }

  export interface LoadClient {
    setRequests(requests: LoadRequest[]): void
  }

  export interface LoadOptions {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    /** Ends the run when so many are answered, whatever `duration` says. */
    amount?: number
    /** Milliseconds between samples; a run ends at the end of one. */
    sampleInt: number
    requests: LoadRequest[]
    /** Called for each connection before it sends anything. */
    setupClient?: (client: LoadClient) => void
  }

  export interface LoadResult {
    '2xx': number
    non2xx: number
    errors: number
    timeouts: number
    /** Seconds. */
    duration: number
    /** Milliseconds. */
    latency: { p50: number; p97_5: number; p99: number }
    statusCodeStats: Record<string, { count: number }>
  }

  /** A run; awaited, its result. */
  export interface LoadRun
    extends EventEmitter<{ response: [client: LoadClient, status: number] }>,
      PromiseLike<LoadResult> {
    /** Ends it with the next sample. */
    stop(): void
  }

  export default function autocannon(options: LoadOptions): LoadRun
}
