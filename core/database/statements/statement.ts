import type { RowShape } from './row-shape.ts'

/** One SQL statement with its parameters. */
export interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
  /** Prepared once per connection under this name; without one it is parsed every time. */
  readonly name?: string
}

/** What came back for one statement. */
export interface StatementResult {
  readonly rows: object[]
  /** The server's command tag: `SELECT 3`, `UPDATE 1`, `COMMIT`. */
  readonly tag: string
  /** Of its columns, where it has any. */
  readonly shape?: RowShape
}

/** The rows of one result of several, which the caller knows the shape of. */
export function rowsOf<Row>(results: readonly StatementResult[], index: number): Row[] {
  return (results[index]?.rows ?? []) as Row[]
}

/** How many rows a statement changed or returned. */
export function rowCount(result: StatementResult | undefined): number {
  const last = result?.tag.split(' ').at(-1) ?? ''
  return /^\d+$/.test(last) ? Number(last) : 0
}
