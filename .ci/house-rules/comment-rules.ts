import { readComments } from './comments.ts'
import type { Finding } from './finding.ts'

const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/
const directive =
  /^\s*\**\s*(@ts-expect-error|@ts-ignore|@ts-nocheck|(?:oxlint|eslint)-disable[\w-]*|biome-ignore[\w-]*|(?:v8|istanbul) ignore\b[\w ]*)(.*)/s

/** No unfinished work in comments, and every suppression carries its reason. */
export function commentFindings(file: string, source: string): Finding[] {
  return readComments(file, source).flatMap(({ text, line }) => {
    const marker = unfinished.exec(text)?.[1]
    if (marker) return [{ file, line, message: `${marker} stays behind; do it now or open an issue` }]
    const [, name, rest = ''] = directive.exec(text) ?? []
    if (name === undefined) return []
    if (name === '@ts-ignore' || name === '@ts-nocheck') {
      return [
        { file, line, message: `${name} hides more than one error; use @ts-expect-error with a reason` },
      ]
    }
    return hasReason(name, rest)
      ? []
      : [{ file, line, message: `${name} without a reason; say why behind it` }]
  })
}

/** Linters list rules first, so their reason stands behind ` -- ` or a colon. */
function hasReason(name: string, rest: string): boolean {
  const reason = name.startsWith('@ts-') ? rest : (/(?:\s--\s|:\s)(.*)/s.exec(rest)?.[1] ?? '')
  return (reason.match(/\p{L}{2,}/gu) ?? []).length >= 2
}
