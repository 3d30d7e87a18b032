import type { hasSqlDetails, Node, parseSync } from 'libpg-query'
import { MigrationError } from '../errors.ts'

export interface Statement {
  sql: string
  line: number
  node: Node
}

/** Cuts a file into its statements with PostgreSQL's own parser. */
export async function splitStatements(sql: string): Promise<Statement[]> {
  // The parser takes an empty text for an error.
  if (sql.trim() === '') return []
  // PostgreSQL's parser in WebAssembly: not for a start at which nothing is to be migrated.
  const parser = await import('libpg-query')
  await parser.loadModule()
  const bytes = Buffer.from(sql)
  return (parse(parser, sql).stmts ?? []).flatMap(({ stmt, stmt_location = 0, stmt_len }) => {
    if (!stmt) return []
    const end = stmt_len ? stmt_location + stmt_len : bytes.length
    const raw = bytes.subarray(stmt_location, end).toString()
    const text = raw.replace(/^(\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '')
    const start = bytes.subarray(0, stmt_location).toString().length + raw.length - text.length
    return [{ sql: text, line: lineAt(sql, start), node: stmt }]
  })
}

interface Parser {
  readonly parseSync: typeof parseSync
  readonly hasSqlDetails: typeof hasSqlDetails
}

function parse(parser: Parser, sql: string) {
  try {
    return parser.parseSync(sql)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const position = parser.hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0
    throw new MigrationError({
      code: 'migration_syntax_error',
      message: error.message,
      line: lineAt(sql, position),
      cause: error,
    })
  }
}

/** The line, from 1, of a position in a text, from 0. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}
