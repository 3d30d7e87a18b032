import { createHash } from 'node:crypto'
import type { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { GraphqlConfig } from '../graphql-options.ts'
import { refusal } from './graphql-errors.ts'

/** A request's document: its text, the hash of a text sent before, or both. */
export interface DocumentReference {
  readonly query?: string | null
  readonly extensions?: Record<string, unknown> | null
}

/** Finds the text of the document a request means. */
export type ResolveDocument = (reference: DocumentReference) => string | GraphQLError

const MAX_TEXT = 4_000_000

/**
 * Automatic persisted queries (the protocol of Apollo clients): a document is sent once with its hash, later only the
 * hash. A host that does not know one says `PERSISTED_QUERY_NOT_FOUND`, and the client sends the text again.
 */
export function createPersistedDocuments({
  persistedDocuments,
  persistedOnly = false,
}: GraphqlConfig): ResolveDocument {
  const learned = new LRUCache<string, string>({
    max: 5_000,
    maxSize: MAX_TEXT,
    sizeCalculation: (text) => text.length + 1,
  })

  return ({ query, extensions }) => {
    const hash = persistedHash(extensions)
    if (persistedOnly) return trusted(query, hash)
    if (hash === undefined)
      return (
        query ?? refusal('graphql_document_missing', 'The request holds no document; send one in "query".')
      )
    if (query == null || query === '') {
      return (
        persistedDocuments?.get(hash) ??
        learned.get(hash) ??
        refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
      )
    }
    if (sha256(query) !== hash)
      return refusal(
        'graphql_hash_mismatch',
        'The hash in "persistedQuery" is not the SHA-256 of the document; send the right one.',
      )
    learned.set(hash, query)
    return query
  }

  function trusted(query: string | null | undefined, hash: string | undefined): string | GraphQLError {
    const text = persistedDocuments?.get(hash ?? (query == null ? '' : sha256(query)))
    return (
      text ??
      refusal(
        'graphql_document_not_trusted',
        'This server answers only documents registered with it; send the hash of one.',
      )
    )
  }
}

function persistedHash(extensions: Record<string, unknown> | null | undefined): string | undefined {
  const persisted = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash.toLowerCase() : undefined
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
