import { randomUUID } from 'node:crypto'
import { WRITTEN_ROW } from '../statements/settings.ts'
import type { Statement, StatementResult } from '../statements/statement.ts'

/** The row that an insert has left. */
export const WRITTEN = `current_setting('${WRITTEN_ROW}')`

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
  readonly #known = new Map<string, Omit<Statement, 'values'> | null>()

  constructor(name: (text: string) => string | undefined) {
    this.#name = name
  }

  /** The same insert, leaving its row for the statements behind it; `undefined` when that is not known to work. */
  statement({ text, values }: Statement): Statement | undefined {
    const known = this.#known.get(text)
    return known ? { ...known, values } : undefined
  }

  /** Learns from one that was waited for. */
  learn({ text }: Statement, { shape, rows }: StatementResult): void {
    if (this.#known.has(text)) return
    const fits =
      shape?.plain === true && rows.length === 1 && /^insert into [^(]+\([^)]*\) values /i.test(text)
    if (this.#known.size >= KEPT) this.#known.clear()
    if (!fits) this.refuse({ text })
    else {
      // Two rows would leave what is no JSON, and none nothing: both are refused by who reads it.
      const leaving = `with "written" as (${text}) select * from "written" where set_config('${WRITTEN_ROW}',
        ${WRITTEN} || row_to_json("written")::text, true) is not null`
      this.#known.set(text, { text: leaving, name: this.#name(leaving) })
    }
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
