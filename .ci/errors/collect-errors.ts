import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import type { Argument, Expression, Node } from 'oxc-parser'

/** An error as it stands in the code. */
export interface ErrorInCode {
  readonly code: string
  /** With names in braces where values are put in. */
  readonly message: string
  readonly file: string
}

/** Where a maker of errors takes its code and its message, by its name. */
const makers: Readonly<Record<string, readonly [code: number, message: number]>> = {
  KernelError: [1, 2],
  GraphqlRefusal: [1, 2],
  RouteFailure: [0, 1],
  StartError: [0, 1],
  WaslaError: [1, 2],
  invalid: [0, 1],
  unauthenticated: [0, 1],
  forbidden: [0, 1],
  notFound: [0, 1],
  conflict: [0, 1],
  unavailable: [0, 1],
  refusal: [0, 1],
  quarantine: [2, 3],
}

/** Every error with a code of its own that the files make, in the order of the code. */
export function collectErrors(root: string, files: readonly string[]): ErrorInCode[] {
  const found = files.flatMap((file) => errorsIn(file, readFileSync(join(root, file), 'utf8')))
  const first = new Map<string, ErrorInCode>()
  for (const error of found) if (!first.has(error.code)) first.set(error.code, error)
  return [...first.values()].sort((one, other) => one.code.localeCompare(other.code))
}

export function errorsIn(file: string, source: string): ErrorInCode[] {
  const errors: ErrorInCode[] = []
  const add = (code: Argument | undefined, message: Argument | undefined): void => {
    const name = textOf(code, source)
    // `{plugin}.duplicate` is a code of each plugin's own.
    if (name === undefined || !/^(\{\w+\}\.)?[a-z][a-z0-9_]*$/.test(name)) return
    errors.push({ code: name, message: textOf(message, source) ?? '', file })
  }
  visit(parseSync(file, source).program, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const places = makers[calleeName(node.callee)]
      if (places !== undefined) add(node.arguments[places[0]], node.arguments[places[1]])
    }
    if (node.type === 'ObjectExpression') {
      const property = (name: string): Expression | undefined =>
        node.properties.flatMap((each) =>
          each.type === 'Property' && each.key.type === 'Identifier' && each.key.name === name
            ? [each.value]
            : [],
        )[0]
      add(property('code'), property('message') ?? property('reason'))
    }
  })
  return errors.filter(({ message }) => message.includes(' '))
}

function calleeName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : ''
}

/** A literal, a template with its values named, or several of them joined. */
function textOf(node: Argument | undefined, source: string): string | undefined {
  if (node === undefined) return undefined
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral') {
    return node.quasis
      .map(({ value }, index) => value.cooked + placeholder(node.expressions[index], source))
      .join('')
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const parts = [textOf(node.left as Expression, source), textOf(node.right, source)]
    return parts.includes(undefined) ? undefined : parts.join('')
  }
  return undefined
}

function placeholder(expression: Expression | undefined, source: string): string {
  if (expression === undefined) return ''
  const names = source.slice(expression.start, expression.end).match(/[A-Za-z_]\w*/g) ?? []
  return `{${names.at(-1) ?? '…'}}`
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child !== null && typeof child === 'object' && 'type' in child) visit(child as Node, look)
    }
  }
}
