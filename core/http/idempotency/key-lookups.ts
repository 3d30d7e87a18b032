import type { PlatformDatabase } from '../../database/data-access.ts'
import type { StoredResponse } from './idempotency-store.ts'

interface Lookup {
  readonly organizationId: string
  readonly key: Buffer
  readonly found: (response: StoredResponse | undefined) => void
  readonly failed: (error: unknown) => void
}

interface Row {
  readonly position: number
  readonly body_hash: Buffer
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: string | null
}

/**
 * Looks keys up before a handler runs. One at a time goes to the database; those that come meanwhile go together, since
 * nearly all are new and each would cost a round trip to learn that.
 */
export class KeyLookups {
  readonly #platform: PlatformDatabase
  #waiting: Lookup[] = []
  #busy = false

  constructor(platform: PlatformDatabase) {
    this.#platform = platform
  }

  find(organizationId: string, key: Buffer): Promise<StoredResponse | undefined> {
    return new Promise((found, failed) => {
      this.#waiting.push({ organizationId, key, found, failed })
      if (!this.#busy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#lookUp(batch)
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#busy = false
  }

  async #lookUp(batch: readonly Lookup[]): Promise<void> {
    const rows = await this.#platform.asSystem<Row>(
      // One by one through the key's index, whatever the planner thinks of the table.
      `select a.position::int as position, k.body_hash, k.status, k.headers, k.body
       from unnest($1::uuid[], $2::bytea[]) with ordinality as a (organization_id, key, position)
       cross join lateral (
         select * from platform.idempotency_keys k
         where k.organization_id = a.organization_id and k.key = a.key and k.expires_at > now() limit 1) k`,
      [batch.map(({ organizationId }) => organizationId), batch.map(({ key }) => key)],
    )
    const byPosition = new Map(rows.map((row) => [row.position, row]))
    for (const [index, { found }] of batch.entries()) {
      const row = byPosition.get(index + 1)
      found(row && { bodyHash: row.body_hash, status: row.status, headers: row.headers, body: row.body })
    }
  }
}
