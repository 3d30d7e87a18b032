import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql'

/** Tokens a document may have: far above hand-written ones, far below what makes validation slow. */
export const MAX_TOKENS = 4_000
const MAX_ALIASES = 50
const MAX_DIRECTIVES = 50
const MAX_ROOT_FIELDS = 30

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
