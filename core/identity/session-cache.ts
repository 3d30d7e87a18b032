import type { LRUCache } from 'lru-cache'
import { recentlyUsed } from '../kernel/recently-used.ts'
import type { Session } from './session.ts'

export interface StoredSession {
  readonly session: Session
  readonly expiresAt: Date
}

export interface SessionCacheOptions {
  /** Reads a session that is neither expired nor revoked, by the hash of one of its tokens. */
  readonly load: (tokenHash: string) => Promise<StoredSession | null>
  /** Milliseconds a session is believed, should the news of its revocation get lost. Default 2,000. */
  readonly freshFor?: number
  readonly size?: number
  /** Whether revocations are heard of at this moment; while they are not, memory is not believed. Default: they are. */
  readonly hearing?: () => boolean
}

interface Entry {
  readonly session: Session
  readonly freshUntil: number
}

const ATTEMPTS = 3

/** Sessions in memory, keyed by the hash of a token. A hit asks nobody; misses of one token share one query. */
export class SessionCache {
  readonly #load: SessionCacheOptions['load']
  readonly #freshFor: number
  readonly #hearing: () => boolean
  readonly #entries: LRUCache<string, Entry>
  /** The tokens of each session: a browser's cookie and programs' access tokens may be several. */
  readonly #keys = new Map<string, Set<string>>()
  readonly #loads = new Map<string, Promise<Session | null>>()
  /** Grows with every revocation: what was read before one is not to be believed after it. */
  #epoch = 0

  constructor({ load, freshFor = 2000, size = 50_000, hearing = () => true }: SessionCacheOptions) {
    this.#hearing = hearing
    this.#load = load
    this.#freshFor = freshFor
    this.#entries = recentlyUsed(size, ({ session }, tokenHash) =>
      this.#forgetKey(session.sessionId, tokenHash),
    )
  }

  find(tokenHash: string): Session | null | Promise<Session | null> {
    const entry = this.#entries.get(tokenHash)
    if (entry !== undefined && performance.now() < entry.freshUntil && this.#hearing()) return entry.session
    const running = this.#loads.get(tokenHash)
    if (running !== undefined) return running
    const load = this.#read(tokenHash).finally(() => {
      if (this.#loads.get(tokenHash) === load) this.#loads.delete(tokenHash)
    })
    this.#loads.set(tokenHash, load)
    return load
  }

  /** Grows with every revocation. */
  get epoch(): number {
    return this.#epoch
  }

  /** Until when, by `performance.now()`, what is remembered under a token is believed. */
  freshUntil(tokenHash: string): number {
    return this.#entries.peek(tokenHash)?.freshUntil ?? Number.NEGATIVE_INFINITY
  }

  /** Forgets a session at once. */
  revoke(sessionId: string): void {
    this.#newEpoch()
    for (const key of this.#keys.get(sessionId) ?? []) this.#entries.delete(key)
  }

  /** Forgets the sessions for which this is true. Looks at all of them: for what happens rarely. */
  forget(matches: (session: Session) => boolean): void {
    this.#newEpoch()
    const keys = [...this.#entries].flatMap(([key, { session }]) => (matches(session) ? [key] : []))
    for (const key of keys) this.#entries.delete(key)
  }

  /** Forgets all: revocations may have been missed. */
  clear(): void {
    this.#newEpoch()
    this.#entries.clear()
  }

  /** Whoever asks from now on does not share what was asked before. */
  #newEpoch(): void {
    this.#epoch += 1
    this.#loads.clear()
  }

  async #read(tokenHash: string): Promise<Session | null> {
    let session: Session | null = null
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const epoch = this.#epoch
      const asked = performance.now()
      const stored = await this.#load(tokenHash)
      session = stored?.session ?? null
      if (epoch !== this.#epoch) continue
      this.#entries.delete(tokenHash)
      if (stored !== null) this.#keep(tokenHash, stored, asked)
      break
    }
    return session
  }

  #keep(tokenHash: string, { session, expiresAt }: StoredSession, asked: number): void {
    const lifetime = Math.min(this.#freshFor, expiresAt.getTime() - Date.now())
    this.#entries.set(tokenHash, { session, freshUntil: asked + lifetime })
    const keys = this.#keys.get(session.sessionId)
    if (keys === undefined) this.#keys.set(session.sessionId, new Set([tokenHash]))
    else keys.add(tokenHash)
  }

  #forgetKey(sessionId: string, tokenHash: string): void {
    const keys = this.#keys.get(sessionId)
    keys?.delete(tokenHash)
    if (keys?.size === 0) this.#keys.delete(sessionId)
  }
}
