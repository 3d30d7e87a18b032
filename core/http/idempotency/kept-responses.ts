import type { Logger } from '@wasla/sdk'
import type { IdempotencyClaim, PlatformDatabase } from '../../database/data-access.ts'
import type { StoredResponse } from './idempotency-store.ts'

interface Kept {
  readonly organizationId: string
  readonly claim: IdempotencyClaim
  readonly response: StoredResponse
}

const PAUSE_MS = 20

const keyOf = (organizationId: string, { key }: IdempotencyClaim): string =>
  organizationId + key.toString('base64')

/**
 * The answers to requests whose write is committed with their key, on their way into its row: together, since one
 * transaction for each would double what a write costs. Until then a repeated request is answered from here, and on
 * another host it waits; should this host die first, it is answered from the write's own result.
 */
export class KeptResponses {
  readonly #platform: PlatformDatabase
  readonly #log: Logger
  #waiting = new Map<string, Kept>()
  #writing = new Map<string, Kept>()
  #written: Promise<void> | undefined

  constructor(platform: PlatformDatabase, log: Logger) {
    this.#platform = platform
    this.#log = log
  }

  find(organizationId: string, claim: IdempotencyClaim): StoredResponse | undefined {
    const key = keyOf(organizationId, claim)
    return (this.#waiting.get(key) ?? this.#writing.get(key))?.response
  }

  add(kept: Kept): void {
    this.#waiting.set(keyOf(kept.organizationId, kept.claim), kept)
    this.#written ??= this.#writeSoon()
  }

  /** Waits until all are written. */
  async settle(): Promise<void> {
    while (this.#written !== undefined) await this.#written
  }

  async #writeSoon(): Promise<void> {
    await new Promise((wake) => setTimeout(wake, PAUSE_MS))
    this.#writing = this.#waiting
    this.#waiting = new Map()
    await this.#write([...this.#writing.values()])
    this.#writing = new Map()
    this.#written = this.#waiting.size === 0 ? undefined : this.#writeSoon()
  }

  async #write(all: readonly Kept[]): Promise<void> {
    try {
      await this.#platform.asSystem(
        // The rows are there; as an insertion it goes by the key's index, whatever the planner thinks of the table.
        `insert into platform.idempotency_keys
           (organization_id, key, body_hash, status, headers, body, expires_at)
         select kept.*, now() + interval '24 hours'
         from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::int[], $5::jsonb[], $6::text[]) as kept
         on conflict (organization_id, key)
         do update set status = excluded.status, headers = excluded.headers, body = excluded.body`,
        [
          all.map(({ organizationId }) => organizationId),
          all.map(({ claim }) => claim.key),
          all.map(({ claim }) => claim.bodyHash),
          all.map(({ response }) => response.status),
          all.map(({ response }) => JSON.stringify(response.headers)),
          all.map(({ response }) => response.body),
        ],
      )
    } catch (error) {
      // The writes are committed: a failure here must not turn their success into an error.
      this.#log.warn({ err: error }, 'Answers to requests with an Idempotency-Key could not be kept')
    }
  }
}
