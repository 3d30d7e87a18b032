import { pluginSchema } from '../bootstrap/roles.ts'
import { MigrationError } from '../errors.ts'
import { kindOf, migrationFileName } from '../migrator/migration-files.ts'
import type { MigrationFile } from '../migrator/migration-files.ts'
import { lineAt, splitStatements } from '../migrator/statements.ts'
import type { Statement } from '../migrator/statements.ts'
import type { Finding, LintContext, Rule } from './finding.ts'
import { contractMarker } from './rules/contract-marker.ts'
import { foreignKeys } from './rules/foreign-keys.ts'
import { ownSchema } from './rules/own-schema.ts'
import { privileges } from './rules/privileges.ts'
import { statementKinds } from './rules/statement-kinds.ts'
import { tenantKeys } from './rules/tenant-keys.ts'
import { texts } from './syntax-tree.ts'

const rules: Rule[] = [statementKinds, ownSchema, contractMarker, tenantKeys, foreignKeys, privileges]

export interface LintOptions {
  /** The plugin's id. */
  plugin: string
  /** The file's name: `.data.sql` marks a file of rows. */
  file?: string
  /** Tables that earlier files marked `wasla:shared`. */
  sharedTables?: Iterable<string>
}

/** Checks one migration by PostgreSQL's own parser. No findings means that the migrator will run it. */
export async function lintMigration(sql: string, options: LintOptions): Promise<Finding[]> {
  const file = options.file ?? '0001_migration.sql'
  return (await lintFile({ name: file, sql }, options.plugin, new Set(options.sharedTables))).findings
}

/** Checks all files of one plugin in their order, so that later ones know what earlier ones marked. */
export async function lintMigrationFiles(
  files: Pick<MigrationFile, 'name' | 'sql'>[],
  plugin: string,
): Promise<Finding[]> {
  const findings: Finding[] = []
  let sharedTables = new Set<string>()
  const numbers = new Set<string>()
  for (const file of files) {
    const result = await lintFile(file, plugin, sharedTables)
    sharedTables = result.sharedTables
    findings.push(...result.findings, ...lintName(file.name, numbers))
    numbers.add(file.name.slice(0, 4))
  }
  return findings
}

async function lintFile(
  { name, sql }: Pick<MigrationFile, 'name' | 'sql'>,
  plugin: string,
  earlier: Set<string>,
) {
  let statements: Statement[]
  try {
    statements = await splitStatements(sql)
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error
    const finding = {
      code: error.code,
      file: name,
      line: error.line ?? 1,
      message: `PostgreSQL cannot read this: ${error.message}.`,
    }
    return { findings: [finding], sharedTables: earlier }
  }
  const sharedTables = new Set([...earlier, ...statements.flatMap(sharedTable)])
  const context: LintContext = {
    plugin,
    schema: pluginSchema(plugin),
    kind: kindOf(name, sql),
    sharedTables,
    contract: /^--[ \t]*wasla:contract[ \t]+\S/m.test(sql),
  }
  const bytes = Buffer.from(sql)
  const findings = statements.flatMap((statement) =>
    rules
      .flatMap((rule) => rule(statement, context))
      .map(({ code, message, location }) => ({
        code,
        file: name,
        line:
          location === undefined ? statement.line : lineAt(bytes.subarray(0, location).toString(), Infinity),
        message,
      })),
  )
  return { findings, sharedTables }
}

function sharedTable({ node }: Statement): string[] {
  if (!('CommentStmt' in node) || node.CommentStmt.objtype !== 'OBJECT_TABLE') return []
  if (!node.CommentStmt.comment?.includes('wasla:shared')) return []
  const object = node.CommentStmt.object
  return object && 'List' in object ? texts(object.List.items).slice(-1) : []
}

function lintName(name: string, numbers: Set<string>): Finding[] {
  if (!migrationFileName.test(name)) {
    return [
      {
        code: 'file_name',
        file: name,
        line: 1,
        message:
          'The order of migrations is the order of their names: name the file like 0007_add-labels.sql or 0008_fill-labels.data.sql.',
      },
    ]
  }
  if (!numbers.has(name.slice(0, 4))) return []
  return [
    {
      code: 'duplicate_number',
      file: name,
      line: 1,
      message: `Another migration has the number ${name.slice(0, 4)}, so their order hangs on chance: give this one the next free number.`,
    },
  ]
}
