import type { Problem, Rule } from '../finding.ts'
import { statementKind, texts, visit } from '../syntax-tree.ts'

const schemaStatements = new Set([
  'CreateStmt',
  'AlterTableStmt',
  'IndexStmt',
  'RenameStmt',
  'DropStmt',
  'CommentStmt',
  'CreateEnumStmt',
  'AlterEnumStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'AlterDomainStmt',
  'CreateFunctionStmt',
  'CreateTrigStmt',
  'ViewStmt',
  'CreateSeqStmt',
  'AlterSeqStmt',
  'CreateStatsStmt',
  'SelectStmt',
])
const dataStatements = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt'])
const concurrent = new Set(['IndexStmt', 'DropStmt', 'ReindexStmt'])
// Reported by name in other rules.
const namedElsewhere = new Set([
  'GrantStmt',
  'GrantRoleStmt',
  'CreateRoleStmt',
  'AlterRoleStmt',
  'DropRoleStmt',
  'AlterRoleSetStmt',
  'AlterOwnerStmt',
  'AlterDefaultPrivilegesStmt',
  'VariableSetStmt',
  'TransactionStmt',
  'CreatePolicyStmt',
  'AlterPolicyStmt',
  'CreateSchemaStmt',
  'AlterObjectSchemaStmt',
  'TruncateStmt',
])

/** Definitions belong into .sql files, rows into .data.sql files, concurrent indexes into files of their own. */
export const statementKinds: Rule = (statement, { kind }) => {
  const name = statementKind(statement)
  if (namedElsewhere.has(name)) return []
  if (kind === 'data') return dataFile(name)
  if (kind === 'no-transaction') return concurrent.has(name) ? [] : [notConcurrent]
  if (writesRows(statement.node)) return [dmlAsOwner]
  if (name === 'IndexStmt' && 'IndexStmt' in statement.node && statement.node.IndexStmt.concurrent)
    return [needsMarker]
  if (name === 'SelectStmt' && !callsPlatform(statement.node)) return [unsupported(name)]
  return schemaStatements.has(name) ? [] : [unsupported(name)]
}

// A SELECT defines something only through a function, and what a plugin's own function does is unseen.
function callsPlatform(node: unknown): boolean {
  let calls = false
  visit(node, ({ funcname }) => {
    if (texts(funcname)[0] === 'platform') calls = true
  })
  return calls
}

function dataFile(name: string): Problem[] {
  if (dataStatements.has(name)) return []
  if (!schemaStatements.has(name)) return [unsupported(name)]
  return [
    {
      code: 'ddl_in_data_file',
      message:
        'A .data.sql file runs as wasla_system, which defines nothing: move the definition into a .sql file before it.',
    },
  ]
}

const writing = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'CopyStmt']

function writesRows(node: unknown): boolean {
  let found = false
  visit(node, (object) => {
    if (writing.some((name) => name in object)) found = true
  })
  return found
}

const dmlAsOwner: Problem = {
  code: 'dml_as_owner',
  message:
    'Rows written here are written as the owner, who sees none under row security, so nothing would change and nothing would tell: put the statement into a file that ends in .data.sql.',
}

const needsMarker: Problem = {
  code: 'concurrently_in_transaction',
  message:
    'CREATE INDEX CONCURRENTLY does not run in a transaction: put it into a file of its own that says "-- wasla:no-transaction".',
}

const notConcurrent: Problem = {
  code: 'no_transaction_too_wide',
  message:
    'A file marked wasla:no-transaction could stop half-way, so it holds nothing but concurrent indexes: move this statement into another file.',
}

function unsupported(name: string): Problem {
  return {
    code: 'statement_not_allowed',
    message: `A ${name} cannot be checked, so a migration may not hold it: write plain statements on tables, indexes, types, views, functions and triggers, and rows in a .data.sql file.`,
  }
}
