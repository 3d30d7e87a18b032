import type { LintContext, Problem, Rule } from '../finding.ts'
import { texts, visit } from '../syntax-tree.ts'

const platformFunctions = new Set([
  'define_search',
  'normalize_search',
  'own_rows',
  'own_rows_through',
  'protect_table',
])
const openSchemas = new Set(['pg_catalog', 'extensions'])

/** A migration stays in the schema of its plugin. */
export const ownSchema: Rule = ({ node }, context) => {
  const problems: Problem[] = []
  const check = (schema: unknown, name: string, location: unknown) => {
    if (typeof schema !== 'string' || schema === '' || schema === context.schema || openSchemas.has(schema))
      return
    problems.push(foreignSchema(schema, name, context, typeof location === 'number' ? location : undefined))
  }
  visit(node, (object) => {
    check(object.schemaname, String(object.relname ?? ''), object.location)
    check(object.newschema, '', object.location)
    for (const key of ['names', 'objname', 'typeName', 'domainname', 'defnames', 'sequence']) {
      const parts = texts(object[key])
      if (parts.length > 1) check(parts[0], parts.at(-1) ?? '', object.location)
    }
    const [schema, name] = texts(object.funcname).slice(-2)
    if (name !== undefined && schema === 'platform' && platformFunctions.has(name)) {
      checkArgument(object.args, check, object.location)
    } else if (name !== undefined) {
      check(schema, name, object.location)
    }
  })
  for (const parts of namedObjects(node)) check(parts[0], parts.slice(1).join('.'), undefined)
  return problems
}

// The table's name is a text there, so it hides from the parser.
function checkArgument(
  args: unknown,
  check: (schema: unknown, name: string, location: unknown) => void,
  location: unknown,
): void {
  visit(Array.isArray(args) ? args[0] : undefined, (object) => {
    const text = typeof object.sval === 'string' ? object.sval.split('.') : []
    if (text.length > 1) check(text[0], text[1] ?? '', location)
  })
}

// DROP and COMMENT name their object as a list, whose last parts are the object and, of some kinds,
// the table it belongs to.
function namedObjects(node: Parameters<Rule>[0]['node']): string[][] {
  if ('DropStmt' in node) {
    const own = nameLength(node.DropStmt.removeType)
    return (node.DropStmt.objects ?? []).flatMap((object) => qualified(object, own))
  }
  if ('CommentStmt' in node) return qualified(node.CommentStmt.object, nameLength(node.CommentStmt.objtype))
  return []
}

function qualified(object: unknown, ownLength: number): string[][] {
  const parts: string[][] = []
  visit(object, (part) => {
    if ('items' in part) parts.push(texts(part.items))
  })
  return parts.filter((names) => names.length > ownLength)
}

const ofTable = new Set([
  'OBJECT_COLUMN',
  'OBJECT_TRIGGER',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_POLICY',
  'OBJECT_RULE',
])

function nameLength(objectType: string | undefined): number {
  return ofTable.has(objectType ?? '') ? 2 : 1
}

function foreignSchema(schema: string, name: string, context: LintContext, location?: number): Problem {
  const object = name ? `${schema}.${name}` : `the schema ${schema}`
  return {
    code: 'foreign_schema',
    location,
    message: `${object} is not of ${context.plugin}, whose migrations may touch the schema ${context.schema} only: ask the other plugin through its services, or link records through the platform.`,
  }
}
