import { parseSync, Visitor, type ESTree } from 'rolldown/utils'

/** A text that a source asks for by its key. */
export interface AskedText {
  readonly line: number
  /** As it is written: `customers.title`; in a template, `${…}` stands for what is known later. */
  readonly key: string
}

/** What a `t()` finds by itself, so that its key need not be there. */
const OWN_WAYS = new Set(['defaultValue', 'context', 'returnObjects'])
const SHELL = 'wasla'
const KEY = /^[a-z][\w-]*(\.[\w-]+)+$/

/**
 * The texts of a namespace for which a page's source asks: `t('…')`, and the `label` and `title` of `defineAdmin`.
 * Keys that are not written there, such as those in a variable, are not looked at.
 * @param namespace the plugin's id, or `wasla` for the shell
 */
export function askedTexts(file: string, source: string, namespace: string): AskedText[] {
  const asked: AskedText[] = []
  /** Where a `t` of this file looks, when that is not the namespace of its own. */
  const elsewhere = new Map<string, string>()
  const ask = (node: ESTree.Node, from: string): void => {
    for (const written of writtenKeys(node)) {
      if (written.key.startsWith('${…}:')) continue
      const [, prefix = from, key = ''] = /^(?:([\w-]+):)?(.*)$/s.exec(written.key) ?? []
      if (prefix === namespace) asked.push({ line: lineAt(source, written.start), key })
    }
  }
  const { program } = parseSync(file, source)
  new Visitor({
    VariableDeclarator({ id, init }) {
      const found = translationOf(init)
      if (found === undefined) return
      for (const name of boundNames(id)) elsewhere.set(name, found)
    },
  }).visit(program)
  new Visitor({
    CallExpression({ callee, arguments: [key, options] }) {
      if (key === undefined || findsByItself(options)) return
      if (callee.type === 'Identifier' && (callee.name === 't' || elsewhere.has(callee.name)))
        ask(key, elsewhere.get(callee.name) ?? namespace)
      else if (callee.type === 'MemberExpression' && nameOf(callee.property) === 't') ask(key, SHELL)
    },
    Property({ key, value }) {
      if (!['label', 'title'].includes(nameOf(key) ?? '')) return
      if (value.type === 'Literal' && KEY.test(String(value.value))) ask(value, namespace)
    },
  }).visit(program)
  return asked
}

/** Of `const { t } = useTranslation('wasla')` and `const t = useTranslation('wasla').t`: `wasla`. */
function translationOf(init: ESTree.Node | null): string | undefined {
  const call = init?.type === 'MemberExpression' ? init.object : init
  if (call?.type !== 'CallExpression' || nameOf(call.callee) !== 'useTranslation') return undefined
  const [namespace] = call.arguments
  if (namespace === undefined) return SHELL
  return namespace.type === 'Literal' ? String(namespace.value) : undefined
}

function boundNames(id: ESTree.Node): string[] {
  if (id.type === 'Identifier') return [id.name]
  if (id.type !== 'ObjectPattern') return []
  return id.properties.flatMap((property) =>
    property.type === 'Property' && nameOf(property.key) === 't' && property.value.type === 'Identifier'
      ? [property.value.name]
      : [],
  )
}

function nameOf(node: ESTree.Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined
}

function findsByItself(options: ESTree.Node | undefined): boolean {
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some(
      (property) => property.type === 'Property' && OWN_WAYS.has(nameOf(property.key) ?? ''),
    )
  )
}

/** The texts that an argument may be. */
function writtenKeys(node: ESTree.Node): { key: string; start: number }[] {
  if (node.type === 'Literal')
    return typeof node.value === 'string' ? [{ key: node.value, start: node.start }] : []
  if (node.type === 'TemplateLiteral')
    return [{ key: node.quasis.map(({ value }) => value.raw).join('${…}'), start: node.start }]
  if (node.type === 'ConditionalExpression')
    return [...writtenKeys(node.consequent), ...writtenKeys(node.alternate)]
  if (node.type === 'LogicalExpression') return [...writtenKeys(node.left), ...writtenKeys(node.right)]
  return []
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}
