import { parseSync, Visitor } from 'oxc-parser'
import { isModule } from '../source/repository-files.ts'
import { lineAt } from './finding.ts'
import type { Finding } from './finding.ts'

/** `as any` switches the compiler off; the contract may speak of `any` in type parameters, but nobody casts to it. */
export function castFindings(file: string, source: string): Finding[] {
  if (!isModule(file)) return []
  const findings: Finding[] = []
  new Visitor({
    TSAsExpression: ({ start, typeAnnotation }) => {
      if (typeAnnotation.type !== 'TSAnyKeyword') return
      findings.push({
        file,
        line: lineAt(source, start),
        message: 'as any switches the compiler off; cast to the precise type',
      })
    },
  }).visit(parseSync(file, source).program)
  return findings
}
