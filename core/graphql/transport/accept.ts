/** The two media types of a plain GraphQL answer. */
export type ResponseType = 'application/graphql-response+json' | 'application/json'

const known = new Map<string | undefined, ResponseType | undefined>([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
])

/** What clients send who understand both: graphql-response first, JSON as the second choice. */
const BOTH =
  /^application\/graphql-response\+json(;\s*charset=utf-8)?,\s*application\/json(;\s*charset=utf-8)?(;\s*q=0?\.\d)?$/i

/** The media type to answer with; nothing when the header asks for a stream or weighs choices. */
export function responseType(accept: string | undefined): ResponseType | undefined {
  if (known.has(accept)) return known.get(accept)
  return accept !== undefined && BOTH.test(accept) ? 'application/graphql-response+json' : undefined
}
