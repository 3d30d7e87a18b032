import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'

interface Use {
  readonly organizationId: string
  readonly at: Date
}

const PAUSE = 30_000

/** Notes when keys were last used: gathered in memory, and written for all of them at once. */
export class KeyUses {
  readonly #platform: PlatformDatabase
  readonly #log: Logger
  #uses = new Map<string, Use>()
  #timer: NodeJS.Timeout | undefined

  constructor(platform: PlatformDatabase, log: Logger) {
    this.#platform = platform
    this.#log = log
  }

  note(keyId: string, organizationId: string): void {
    this.#uses.set(keyId, { organizationId, at: new Date() })
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => void this.write(), PAUSE)
    this.#timer.unref()
  }

  /** Writes what was gathered so far. */
  async write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#uses.size === 0) return
    const uses = [...this.#uses]
    this.#uses = new Map()
    try {
      await this.#platform.asSystem(
        `insert into platform.api_key_uses (key_id, organization_id, last_used_at)
         select k.id, k.organization_id, u.at from unnest($1::uuid[], $2::timestamptz[]) as u (key_id, at)
         join platform.api_keys k on k.id = u.key_id
         on conflict (key_id) do update set last_used_at = greatest(api_key_uses.last_used_at, excluded.last_used_at)`,
        [uses.map(([keyId]) => keyId), uses.map(([, { at }]) => at)],
      )
    } catch (error) {
      this.#log.warn({ err: error }, 'The last use of API keys could not be noted')
    }
  }
}
