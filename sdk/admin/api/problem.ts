/** An answer that says no (RFC 9457). `code` is stable, `message` is for people. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  /** Whatever else the answer carries, such as `dependents`. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: number, document: Readonly<Record<string, unknown>>) {
    super(
      typeof document['detail'] === 'string' ? document['detail'] : `The request was refused with ${status}.`,
    )
    this.name = 'ApiProblem'
    this.status = status
    this.code = typeof document['code'] === 'string' ? document['code'] : `http_${status}`
    this.requestId = typeof document['requestId'] === 'string' ? document['requestId'] : undefined
    this.fields = Array.isArray(document['fields']) ? (document['fields'] as ApiProblem['fields']) : []
    this.extra = document
  }
}

/** Whether an error is an answer of the API; told by its name, since a page may carry a copy of the class. */
export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && error.name === 'ApiProblem'
}
