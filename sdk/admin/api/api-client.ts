import { ApiProblem } from './problem.ts'

export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface CallOptions {
  readonly query?: QueryValues
  /** Sent as JSON, unless it is a string or a file. */
  readonly body?: unknown
  readonly contentType?: string
  /** The version the change was made against; a newer one in the database answers 412. */
  readonly ifMatch?: number
  readonly language?: string
  readonly signal?: AbortSignal
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A path below `/api/v1` with its query. */
export function apiUrl(path: string, query: QueryValues = {}): string {
  const values = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  )
  const search = new URLSearchParams(values).toString()
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`
}

const listeners = new Set<() => void>()

/** Told when an answer says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/**
 * Calls the REST API in the name of the signed-in person.
 * @throws ApiProblem when the answer is not a success
 */
export async function callApi<Result>(
  method: Method,
  path: string,
  { query, body, contentType, ifMatch, language, signal }: CallOptions = {},
): Promise<Result> {
  const raw = typeof body === 'string' || body instanceof Blob
  const response = await fetch(apiUrl(path, query), {
    method,
    signal,
    credentials: 'same-origin',
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"v${ifMatch}"` }),
      ...(language === undefined ? {} : { 'accept-language': language }),
    },
  })
  if (response.status === 204) return undefined as Result
  const document: unknown = await response.json().catch(() => ({}))
  if (response.ok) return document as Result
  if (response.status === 401) for (const listener of listeners) listener()
  throw new ApiProblem(response.status, document as Record<string, unknown>)
}
