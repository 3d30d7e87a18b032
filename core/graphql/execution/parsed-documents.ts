import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql'
import { LRUCache } from 'lru-cache'
import { assertNesting, checkDocumentSize, MAX_TOKENS } from './document-limits.ts'
import { refusal } from './graphql-errors.ts'

/** A text that was parsed, and what each schema in use made of it. */
export interface ParsedDocument<Prepared> {
  readonly document: DocumentNode | readonly GraphQLError[]
  /** By schema, then by the operation's name; a schema that is dropped takes its own along. */
  readonly prepared: WeakMap<GraphQLSchema, Map<string, Prepared>>
}

const MAX_DOCUMENTS = 2_000
// In characters of text; its syntax tree takes some twenty times as much, and is shared by all schemas.
const MAX_TEXT = 2_000_000

/** Parses each text once, for all schemas of the host. */
export function createParsedDocuments<Prepared>(): (text: string) => ParsedDocument<Prepared> {
  const documents = new LRUCache<string, ParsedDocument<Prepared>>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_TEXT,
    sizeCalculation: (_document, text) => text.length + 1,
  })
  return (text) => {
    const known = documents.get(text)
    if (known !== undefined) return known
    const parsed: ParsedDocument<Prepared> = { document: parseText(text), prepared: new WeakMap() }
    documents.set(text, parsed)
    return parsed
  }
}

function parseText(text: string): DocumentNode | readonly GraphQLError[] {
  try {
    assertNesting(text)
    const document = parse(text, { maxTokens: MAX_TOKENS })
    const tooLarge = checkDocumentSize(document)
    return tooLarge === undefined ? document : [refusal('graphql_too_large', tooLarge.message)]
  } catch (error) {
    if (error instanceof GraphQLError) return [refusal('graphql_syntax', error.message, error)]
    throw error
  }
}
