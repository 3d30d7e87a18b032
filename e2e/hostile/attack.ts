/** One request that nobody means well with. */
export interface Attack {
  /** Which kind it is of, for the tally. */
  readonly kind: string
  /** Which operation it is aimed at, as the OpenAPI document or the SDL names it. */
  readonly target: string
  readonly method: string
  /** Path and query, encoded. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** The property of the body that has a type it cannot have: it is refused, and by its name. */
  readonly wrongField?: string
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly milliseconds: number
}
