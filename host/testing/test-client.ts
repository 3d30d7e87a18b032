/** Any JSON: what a test expects of it says what it is. */
// oxlint-disable-next-line typescript/no-explicit-any -- a type here would only repeat each test's expectations
export type Json = any

/** An answer of the host: its status and its body, parsed when it is JSON. */
export interface Answer<Body = Json> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

export interface CallOptions {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A program that talks to a host over HTTP, as any other would. */
export class TestClient {
  readonly origin: string
  token: string | undefined

  constructor(origin: string, token?: string) {
    this.origin = origin
    this.token = token
  }

  /** @param path under `/api/v1`, unless it begins with `/graphql` or is absolute below the root by `//` */
  async call<Body = Json>(
    method: string,
    path: string,
    { body, token = this.token, headers = {} }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
    const url = path.startsWith('//') ? `${this.origin}${path.slice(1)}` : `${this.origin}/api/v1${path}`
    const response = await fetch(url, {
      method,
      ...(text === undefined ? {} : { body: text }),
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    })
    const answer = await response.text()
    const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '') && answer !== ''
    return { status: response.status, body: json ? JSON.parse(answer) : answer, headers: response.headers }
  }

  async graphql<Data = Json>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<{ data: Data; errors?: { message: string; extensions: Record<string, unknown> }[] }> {
    const { body } = await this.call('POST', '//graphql', { body: { query, variables } })
    return body
  }
}
