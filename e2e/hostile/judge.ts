import type { Attack, Reply } from './attack.ts'
import { INJECTED_HEADER, MARKUP } from './values.ts'

/** What only somebody who looks inside could say: stacks, files, the words of the database. None of it is ever sent. */
const INSIDES =
  /\bat \S+ \(\S+:\d+:\d+\)|node_modules|file:\/\/\/(?!etc\/passwd)|\.ts:\d+|syntax error at or near|violates (?:check|unique|not-null|foreign key|row-level)|invalid (?:input syntax|byte sequence|input value for enum)|out of range for type|value too long for type|relation "[^"]+" does not exist|permission denied for|duplicate key value|unsupported Unicode escape|unterminated|DriverException|SQLSTATE|pg_catalog|root:.*:0:0:/
/** Two changes that met: undone and told to be repeated, which is an answer. */
const MET_ANOTHER = 'retry'

interface Problem {
  readonly code?: unknown
  readonly detail?: unknown
  readonly requestId?: unknown
  readonly fields?: readonly { readonly field: string }[]
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
}

/** @returns what is wrong with an answer, in words; undefined when nothing is */
export function judge(attack: Attack, reply: Reply, secrets: readonly string[]): string | undefined {
  const { status, text, headers } = reply
  const type = String(headers['content-type'] ?? '')
  const document = /[/+]json\b/.test(type) && text !== '' ? parse(text) : undefined
  if (document instanceof SyntaxError) return 'an answer that is no JSON though it says so'
  if (status >= 500 && document?.code !== MET_ANOTHER) return `${status} ${String(document?.code ?? '')}`
  const secret = secrets.find((word) => text.includes(word))
  if (secret !== undefined) return `the other organization's "${secret}"`
  const inside = INSIDES.exec(text)?.[0]
  if (inside !== undefined && !described(attack)) return `what only the inside knows: "${inside}"`
  if (headers[INJECTED_HEADER] !== undefined) return 'a header that the request injected'
  if (type.startsWith('text/html') && text.includes(MARKUP)) return 'a page with markup of the request'
  const internal = [document]
    .flat()
    .flatMap((answer) => answer?.errors ?? [])
    .some(({ extensions }) => extensions?.code === 'internal_error')
  if (internal) return 'internal_error in GraphQL'
  if (attack.method === 'HEAD' || !attack.url.startsWith('/api/')) return undefined
  return status < 400 ? accepted(attack, status) : refused(attack, type, document)
}

/** The document of the API quotes what could go wrong. */
const described = ({ url }: Attack): boolean => url.startsWith('/api/v1/openapi.json')

function accepted({ wrongField }: Attack, status: number): string | undefined {
  return wrongField === undefined ? undefined : `${status} although "${wrongField}" has a type it cannot have`
}

/** Refusals say in one form what was wrong, and where. */
function refused({ wrongField }: Attack, type: string, document: Problem | undefined): string | undefined {
  if (!type.startsWith('application/problem+json')) return `a refusal as "${type}"`
  const { code, detail, requestId, fields } = document ?? {}
  // What is refused before it is a request has no id yet.
  if (code === 'malformed_request') return undefined
  if (typeof code !== 'string' || typeof detail !== 'string' || typeof requestId !== 'string')
    return 'a refusal without code, detail or request id'
  if (code !== 'validation_failed') return undefined
  if (fields === undefined || fields.length === 0) return 'a refusal that names no field'
  // The path is looked at first, and what the path lacks keeps the body from being looked at.
  if (wrongField === undefined || !detail.startsWith('The body')) return undefined
  const named = fields.some(({ field }) => field === wrongField || field.startsWith(`${wrongField}.`))
  return named
    ? undefined
    : `a refusal that names ${fields.map(({ field }) => field).join(', ')} and not "${wrongField}"`
}

function parse(text: string): Problem | SyntaxError {
  try {
    return JSON.parse(text) as Problem
  } catch (error) {
    return error as SyntaxError
  }
}
