import type { Problem, Rule } from '../finding.ts'

const dropped = new Map([
  ['OBJECT_TABLE', 'table'],
  ['OBJECT_TYPE', 'type'],
  ['OBJECT_DOMAIN', 'domain'],
  ['OBJECT_VIEW', 'view'],
  ['OBJECT_SEQUENCE', 'sequence'],
  ['OBJECT_SCHEMA', 'schema'],
])

/** Expand, then contract: what running hosts may still use goes only where a file says so. */
export const contractMarker: Rule = ({ node }, { contract }) => {
  if (contract) return []
  if ('DropStmt' in node) {
    const object = dropped.get(node.DropStmt.removeType ?? '')
    return object ? [drop(object)] : []
  }
  if ('TruncateStmt' in node) return [drop('rows of a table')]
  if ('RenameStmt' in node) {
    const { renameType } = node.RenameStmt
    return renameType === 'OBJECT_TABLE' || renameType === 'OBJECT_COLUMN' ? [rename] : []
  }
  if (!('AlterTableStmt' in node)) return []
  return (node.AlterTableStmt.cmds ?? []).flatMap((command) =>
    'AlterTableCmd' in command && command.AlterTableCmd.subtype === 'AT_DropColumn' ? [drop('column')] : [],
  )
}

function drop(object: string): Problem {
  return {
    code: 'drop_without_marker',
    message: `Hosts of the version before may still use the ${object} dropped here: release a version without it first, then say "-- wasla:contract" and the reason in this file.`,
  }
}

const rename: Problem = {
  code: 'rename_without_marker',
  message:
    'Hosts of the version before still use the old name: add the new one beside it and drop the old one later, or say "-- wasla:contract" and the reason in this file.',
}
