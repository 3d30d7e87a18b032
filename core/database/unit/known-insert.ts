import { WRITTEN_ROWS } from '../statements/settings.ts'
import type { Statement, StatementResult } from '../statements/statement.ts'

/** The head with its columns, one row of parameters in their order, and what it returns. */
const ONE_ROW = /^(insert into [^(]+\([^)]*\) values) \((\$\d+(?:, \$\d+)*)\) (returning [^$]*)$/i

/** A prepared insert of which it is known what it returns, so that its rows can be announced in the same message. */
export class KnownInsert {
  /** Whether several rows may go in one statement; a trigger that changes other rows keeps it from that. */
  shares = true
  /** Of one row, as it is asked for. */
  readonly text: string
  readonly #head: string
  readonly #width: number
  readonly #tail: string
  readonly #name: (text: string) => string | undefined
  /** By how many rows. */
  readonly #texts = new Map<number, Omit<Statement, 'values'>>()

  /** @returns `undefined` when it is not one row of parameters that comes back as the server's JSON would tell it */
  static from(
    text: string,
    { shape, rows }: StatementResult,
    name: (text: string) => string | undefined,
  ): KnownInsert | undefined {
    const [, head, row, tail] = ONE_ROW.exec(text) ?? []
    if (head === undefined || row === undefined || tail === undefined) return undefined
    const width = row.split(', ').length
    const fits = shape?.plain === true && rows.length === 1 && row === parameters(0, width)
    return fits ? new KnownInsert(text, { head, width, tail }, name) : undefined
  }

  private constructor(
    text: string,
    { head, width, tail }: { head: string; width: number; tail: string },
    name: (text: string) => string | undefined,
  ) {
    this.text = text
    this.#head = head
    this.#width = width
    this.#tail = tail
    this.#name = name
  }

  /** Inserts them in this order, and leaves them as JSON for the statement that announces them. */
  statement(rows: readonly (readonly unknown[])[]): Statement {
    let known = this.#texts.get(rows.length)
    if (known === undefined) {
      const text = this.#textOf(rows.length)
      this.#texts.set(rows.length, (known = { text, name: this.#name(text) }))
    }
    return { ...known, values: rows.flat() }
  }

  #textOf(count: number): string {
    const rows = Array.from({ length: count }, (_, index) => `(${parameters(index, this.#width)})`)
    return `with "written" as (${this.#head} ${rows.join(', ')} ${this.#tail})
      select * from "written" where set_config('${WRITTEN_ROWS}',
        concat(current_setting('${WRITTEN_ROWS}', true), ',', row_to_json("written")), true) is not null`
  }
}

function parameters(row: number, width: number): string {
  return Array.from({ length: width }, (_, index) => `$${row * width + index + 1}`).join(', ')
}
