import { randomUUID } from 'node:crypto'
import type { Statement, StatementResult } from '../statements/statement.ts'
import { KnownInsert } from './known-insert.ts'

/** Stands for the id of a row that is not written yet. */
export const ID_TO_COME = randomUUID()

/** As many texts as are remembered; then it is learnt anew. */
const KEPT = 1_000

/** Thrown when somebody looks at what only the database knows. */
const unforetold = Symbol('unforetold')

/** A row as its insert will leave it, as far as that can be said before, and what was looked at of it. */
export interface Foretold {
  readonly row: object
  readonly seen: Readonly<Record<string, unknown>>
}

/**
 * A prepared insert is known by the values it is given, its id apart, so that what is announced of its row can be written
 * behind it without waiting for it. Whether it came true is checked by the database.
 */
export class Foretellable {
  readonly #name: (text: string) => string | undefined
  /** By the insert's text; `null` for one that is to be waited for. */
  readonly #known = new Map<string, KnownInsert | null>()

  constructor(name: (text: string) => string | undefined) {
    this.#name = name
  }

  /** @returns `undefined` for one that is not known to work */
  insert({ text }: Statement): KnownInsert | undefined {
    return this.#known.get(text) ?? undefined
  }

  /** Learns from one that was waited for. */
  learn({ text }: Statement, result: StatementResult): void {
    if (this.#known.has(text)) return
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(text, KnownInsert.from(text, result, this.#name) ?? null)
  }

  /** It is waited for from now on. */
  refuse({ text }: Statement): void {
    this.#known.set(text, null)
  }
}

/** @returns a row that throws when more of it is asked for than can be said */
export function foretell(given: Readonly<Record<string, unknown>>): Foretold {
  const seen: Record<string, unknown> = {}
  const refuse = (): never => {
    throw unforetold
  }
  const row = new Proxy(given, {
    get(_given, property) {
      if (property === 'id') return ID_TO_COME
      const value =
        given[property as string] ?? (property in given ? null : property === 'version' ? 1 : undefined)
      if (value === undefined || typeof value === 'bigint' || (typeof value === 'object' && value !== null))
        return refuse()
      return (seen[property as string] = value)
    },
    has: refuse,
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    set: refuse,
  })
  return { row, seen }
}
