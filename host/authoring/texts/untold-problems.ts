import { parseSync, Visitor, type ESTree } from 'rolldown/utils'
import { readSources } from './plugin-sources.ts'

/**
 * The plugin's own problems of which its pages have no text, in a sentence each: `notFound('crm.gone', '…')` asks for
 * `problem.gone`. Problems whose code is put together at run time are not looked at.
 */
export function untoldProblems(directory: string, id: string, keys: Iterable<string>): string[] {
  const texts = new Set(keys)
  return readSources(directory, ['server/**/*.ts']).flatMap(({ file, source }) =>
    problemCodes(file, source, id)
      .filter((code) => !texts.has(`problem.${code}`))
      .map(
        (code) =>
          `${file} answers "${id}.${code}", and admin/locales say nothing for "problem.${code}", so people would read of a failure without its reason.`,
      ),
  )
}

/** Of `notFound('crm.customer_not_found', 'There is no …')`: `customer_not_found`. */
function problemCodes(file: string, source: string, id: string): string[] {
  const codes = new Set<string>()
  new Visitor({
    CallExpression({ callee, arguments: [code, sentence] }) {
      if (callee.type !== 'Identifier' || code?.type !== 'Literal' || !isSentence(sentence)) return
      const whole = String(code.value)
      if (whole.startsWith(`${id}.`)) codes.add(whole.slice(id.length + 1))
    },
  }).visit(parseSync(file, source).program)
  return [...codes]
}

function isSentence(node: ESTree.Node | undefined): boolean {
  if (node?.type === 'BinaryExpression') return isSentence(node.left)
  if (node?.type === 'TemplateLiteral') return node.quasis.some(({ value }) => value.raw.includes(' '))
  return node?.type === 'Literal' && typeof node.value === 'string' && node.value.includes(' ')
}
