import { parseSync, Visitor } from 'oxc-parser'
import type { Argument, Expression } from 'oxc-parser'

/** One reference from a module to another one, in whatever syntax it is written. */
export interface ModuleImport {
  /** What stands between the quotes; `undefined` when the specifier is computed. */
  specifier: string | undefined
  line: number
  typeOnly: boolean
  dynamic: boolean
}

/** Reads all imports of a module: static, dynamic, type-only, re-exports, `import('x').T`, `require`. */
export function readModuleImports(file: string, source: string): ModuleImport[] {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  if (error)
    throw new Error(
      `${file} cannot be parsed (${error.message}), so its imports stay unchecked; fix the syntax.`,
    )
  const imports: ModuleImport[] = []
  const add = (
    at: number,
    specifier: string | undefined,
    kind: { typeOnly?: boolean; dynamic?: boolean } = {},
  ) => {
    imports.push({
      specifier,
      line: source.slice(0, at).split('\n').length,
      typeOnly: kind.typeOnly ?? false,
      dynamic: kind.dynamic ?? false,
    })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source.value, { typeOnly: node.importKind === 'type' }),
    ExportAllDeclaration: (node) =>
      add(node.start, node.source.value, { typeOnly: node.exportKind === 'type' }),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.start, node.source.value, { typeOnly: node.exportKind === 'type' })
    },
    ImportExpression: (node) => add(node.start, literal(node.source), { dynamic: true }),
    TSImportType: (node) => add(node.start, node.source.value, { typeOnly: true }),
    TSExternalModuleReference: (node) => add(node.start, node.expression.value),
    CallExpression: (node) => {
      if (!loadsModule(node.callee)) return
      const specifier = literal(node.arguments[0])
      // A relative require in an ES module starts from wherever createRequire was told to.
      const elsewhere = specifier?.startsWith('.') && isRequire(node.callee) && !file.endsWith('.cjs')
      add(node.start, elsewhere ? undefined : specifier, { dynamic: true })
    },
  }).visit(program)
  return imports
}

/** `require(…)`, `import.meta.resolve(…)`, and Vitest's `vi.mock(…)` family name a module too. */
function loadsModule(callee: Expression): boolean {
  if (isRequire(callee)) return true
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false
  const { object, property } = callee
  if (object.type === 'MetaProperty') return property.name === 'resolve'
  if (object.type !== 'Identifier' || object.name !== 'vi') return false
  return ['mock', 'doMock', 'importActual', 'importMock'].includes(property.name)
}

function isRequire(callee: Expression): boolean {
  return callee.type === 'Identifier' && callee.name === 'require'
}

function literal(node: Argument | Expression | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}
