import { type DocumentNode, GraphQLError, Kind, Lexer, Source, TokenKind, visit } from 'graphql'

/** Tokens a document may have: far above hand-written ones, far below what makes validation slow. */
export const MAX_TOKENS = 4_000
const MAX_ALIASES = 50
const MAX_DIRECTIVES = 50
const MAX_ROOT_FIELDS = 30

/** Braces, brackets and parentheses inside each other: the parser goes one level deeper into its stack with each. */
const MAX_NESTING = 200
const OPENING = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** @throws GraphQLError before the parser's stack overflows, as it does at some depth that depends on the caller's */
export function assertNesting(text: string): void {
  const source = new Source(text)
  const lexer = new Lexer(source)
  let depth = 0
  for (let tokens = 0; tokens < MAX_TOKENS && lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    const { kind, start } = lexer.token
    if (OPENING.has(kind)) depth += 1
    else if (CLOSING.has(kind)) depth -= 1
    if (depth > MAX_NESTING)
      throw new GraphQLError(`The document nests more than ${MAX_NESTING} levels deep; ask in several.`, {
        source,
        positions: [start],
      })
  }
}

/** Refuses documents whose size alone is an attack, before they are validated. */
export function checkDocumentSize(document: DocumentNode): GraphQLError | undefined {
  let aliases = 0
  let directives = 0
  let reserved = false
  let unstorable = false
  visit(document, {
    Field(node) {
      if (node.alias === undefined) return
      aliases += 1
      reserved ||= node.alias.value === '__proto__'
    },
    Directive() {
      directives += 1
    },
    StringValue({ value }) {
      unstorable ||= value.includes('\u0000') || !value.isWellFormed()
    },
  })
  const rootFields = Math.max(
    0,
    ...document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections.length : 0,
    ),
  )
  if (reserved)
    return new GraphQLError('The alias "__proto__" cannot be answered in JSON objects; choose another.')
  if (unstorable)
    return new GraphQLError('A text of the document holds NUL or half of a character; send texts without.')
  return (
    exceeds('aliases', aliases, MAX_ALIASES) ??
    exceeds('directives', directives, MAX_DIRECTIVES) ??
    exceeds('fields at its root', rootFields, MAX_ROOT_FIELDS)
  )
}

function exceeds(what: string, count: number, max: number): GraphQLError | undefined {
  if (count <= max) return undefined
  return new GraphQLError(
    `The document has ${count} ${what}, and at most ${max} are allowed; send several documents.`,
  )
}
