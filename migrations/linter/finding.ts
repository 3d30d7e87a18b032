import type { MigrationKind } from '../migrator/migration-files.ts'
import type { Statement } from '../migrator/statements.ts'

/** One thing a migration must not do. `message` says in one sentence what it means and what to do. */
export interface Finding {
  code: string
  file: string
  line: number
  message: string
}

/** What a rule reports; `location` is a byte offset in the file, where the parser gives one. */
export interface Problem {
  code: string
  message: string
  location?: number
}

/** What a rule knows about the file its statement stands in. */
export interface LintContext {
  plugin: string
  schema: string
  kind: MigrationKind
  /** Tables of the plugin marked `wasla:shared`, which all organizations read. */
  sharedTables: ReadonlySet<string>
  /** Whether the file says `-- wasla:contract reason`. */
  contract: boolean
}

export type Rule = (statement: Statement, context: LintContext) => Problem[]
