import type { Problem, Rule } from '../finding.ts'
import { optionValue, statementKind, texts, visit } from '../syntax-tree.ts'

const privilegeChange: Problem = {
  code: 'privilege_change',
  message:
    "Roles, owners and grants are the platform's, which gives a plugin's role what it needs on every table: leave the statement out.",
}

const roleChange: Problem = {
  code: 'role_change',
  message:
    'The migrator chooses role, search path and settings: leave SET and RESET out, and put rows into a .data.sql file, which runs as wasla_system.',
}

const transactionControl: Problem = {
  code: 'transaction_control',
  message:
    'The migrator runs each file in one transaction, so that a failure leaves nothing behind: leave BEGIN, COMMIT and savepoints out.',
}

const schemaChange: Problem = {
  code: 'schema_change',
  message: 'A plugin has one schema, which the migrator creates: leave the statement out.',
}

const rowSecurity: Problem = {
  code: 'row_security_change',
  message:
    "Row security, policies and the platform's triggers keep organizations apart and leave the audit trail: leave the statement out.",
}

const statements: Record<string, Problem> = {
  GrantStmt: privilegeChange,
  GrantRoleStmt: privilegeChange,
  CreateRoleStmt: privilegeChange,
  AlterRoleStmt: privilegeChange,
  AlterRoleSetStmt: privilegeChange,
  DropRoleStmt: privilegeChange,
  AlterOwnerStmt: privilegeChange,
  AlterDefaultPrivilegesStmt: privilegeChange,
  VariableSetStmt: roleChange,
  TransactionStmt: transactionControl,
  CreateSchemaStmt: schemaChange,
  AlterObjectSchemaStmt: schemaChange,
  CreatePolicyStmt: rowSecurity,
  AlterPolicyStmt: rowSecurity,
}

const guarded = /^AT_(Enable|Disable|Force|NoForce)RowSecurity$|^AT_(Disable|EnableReplica)Trig/
const platformTriggers = new Set([
  'audit_insert',
  'audit_update',
  'audit_delete',
  'set_updated_at',
  'increment_version',
])
const yes = new Set<string | boolean>([true, 'true', 'on', 'yes', '1'])

/** Who may do what is decided by the platform, not by a migration. */
export const privileges: Rule = (statement) => {
  const known = statements[statementKind(statement)]
  if (known) return [known]
  const problems: Problem[] = []
  const { node } = statement
  if ('AlterTableStmt' in node) {
    for (const command of node.AlterTableStmt.cmds ?? []) {
      const subtype = 'AlterTableCmd' in command ? (command.AlterTableCmd.subtype ?? '') : ''
      if (guarded.test(subtype)) problems.push(rowSecurity)
      if (subtype === 'AT_ChangeOwner') problems.push(privilegeChange)
    }
  }
  if ('DropStmt' in node && dropsGuard(node.DropStmt)) problems.push(rowSecurity)
  if ('CreateFunctionStmt' in node && optionValue(node.CreateFunctionStmt.options, 'security') === true) {
    problems.push(securityDefiner)
  }
  if ('ViewStmt' in node && !yes.has(optionValue(node.ViewStmt.options, 'security_invoker') ?? false)) {
    problems.push(ownersView)
  }
  visit(node, ({ funcname, location }) => {
    if (texts(funcname).at(-1) !== 'set_config') return
    problems.push(typeof location === 'number' ? { ...roleChange, location } : roleChange)
  })
  return problems
}

function dropsGuard({ removeType, objects }: { removeType?: string; objects?: unknown[] }): boolean {
  if (removeType === 'OBJECT_POLICY') return true
  if (removeType !== 'OBJECT_TRIGGER') return false
  let found = false
  visit(objects, ({ items }) => {
    if (platformTriggers.has(texts(items).at(-1) ?? '')) found = true
  })
  return found
}

const securityDefiner: Problem = {
  code: 'security_definer',
  message:
    "A SECURITY DEFINER function would run with the owner's rights: leave the words out, and use platform.define_search for text search.",
}

const ownersView: Problem = {
  code: 'view_with_owner_rights',
  message:
    "A view runs with its owner's rights: create it with (security_invoker = true), so that it shows what its reader may see.",
}
