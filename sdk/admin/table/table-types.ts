import type { ReactNode } from 'react'

export interface Page<Row> {
  readonly items: readonly Row[]
  /** Left out by a list that comes as one. */
  readonly nextCursor?: string | null
}

/** Where a value is in a row of the API: `phone`, `subject.email`. */
export type FieldOf<Row> = (keyof Row & string) | `${keyof Row & string}.${string}`

export interface Column<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** Values of the list's `sort` parameter by which the server sorts this column. */
  readonly sort?: { readonly ascending?: string; readonly descending?: string }
  /** What the CSV file has in this column: a field of the row, or the first of several that is there. Left out of the file without it. */
  readonly csv?: FieldOf<Row> | readonly FieldOf<Row>[]
  /** Shown only when chosen under "Columns". */
  readonly optional?: boolean
  /** Numbers stand at the end, one under the other. */
  readonly numeric?: boolean
  /** What a telephone shows of the row: its first line or its second. Others are left out there. */
  readonly narrow?: 'title' | 'detail'
}

export interface Filter {
  /** The query parameter. */
  readonly id: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** What a list shows; the query of its page's address. */
export interface TableState {
  readonly search?: string
  readonly sort?: string
  readonly [filter: string]: string | undefined
}
