import type { LRUCache } from 'lru-cache'
import { recentlyUsed } from '../kernel/recently-used.ts'

export interface RevocableCacheOptions<Value> {
  readonly load: (key: string) => Promise<Value | null>
  /** Milliseconds something is believed, should the news of its change get lost. Default 2,000. */
  readonly freshFor?: number
  readonly size?: number
  /** Whether changes are heard of at this moment; while they are not, memory is not believed. Default: they are. */
  readonly hearing?: () => boolean
}

interface Entry<Value> {
  readonly value: Value
  readonly freshUntil: number
}

const ATTEMPTS = 3

/** Rows in memory until they change. A hit asks nobody; misses of one key share one query. */
export class RevocableCache<Value extends object> {
  readonly #load: RevocableCacheOptions<Value>['load']
  readonly #freshFor: number
  readonly #hearing: () => boolean
  readonly #entries: LRUCache<string, Entry<Value>>
  readonly #loads = new Map<string, Promise<Value | null>>()
  /** Grows with every change: what was read before one is not to be believed after it. */
  #epoch = 0

  constructor({ load, freshFor = 2000, size = 20_000, hearing = () => true }: RevocableCacheOptions<Value>) {
    this.#hearing = hearing
    this.#load = load
    this.#freshFor = freshFor
    this.#entries = recentlyUsed(size)
  }

  find(key: string): Value | null | Promise<Value | null> {
    const entry = this.#entries.get(key)
    if (entry !== undefined && performance.now() < entry.freshUntil && this.#hearing()) return entry.value
    const running = this.#loads.get(key)
    if (running !== undefined) return running
    const load = this.#read(key).finally(() => {
      if (this.#loads.get(key) === load) this.#loads.delete(key)
    })
    this.#loads.set(key, load)
    return load
  }

  /** Grows with every change. */
  get epoch(): number {
    return this.#epoch
  }

  /** What is remembered, and until when, by `performance.now()`, it is believed. */
  peek(key: string): { readonly value: Value; readonly freshUntil: number } | undefined {
    return this.#entries.peek(key)
  }

  forget(key: string): void {
    this.#epoch += 1
    this.#entries.delete(key)
    // Whoever asks from now on does not share what was asked before.
    this.#loads.delete(key)
  }

  clear(): void {
    this.#epoch += 1
    this.#entries.clear()
    this.#loads.clear()
  }

  async #read(key: string): Promise<Value | null> {
    let value: Value | null = null
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const epoch = this.#epoch
      const asked = performance.now()
      value = await this.#load(key)
      if (epoch !== this.#epoch) continue
      if (value === null) this.#entries.delete(key)
      else this.#entries.set(key, { value, freshUntil: asked + this.#freshFor })
      break
    }
    return value
  }
}
