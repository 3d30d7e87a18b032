import type { ReceivedRows } from './received-rows.ts'
import type { RowShape } from './row-shape.ts'

/** One SQL statement with its parameters. */
export interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
  /** Prepared once per connection under this name; without one it is parsed every time. */
  readonly name?: string
  /** Its rows are kept as they come, in `received`. */
  readonly asReceived?: boolean
}

/** What came back for one statement. */
export interface StatementResult {
  readonly rows: object[]
  /** Instead of `rows`, of a statement that asked for it. */
  readonly received?: ReceivedRows
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
