import { closest, distance } from 'fastest-levenshtein'
import { askedTexts } from './asked-texts.ts'
import { readSources } from './plugin-sources.ts'
import { withoutPlural } from './text-keys.ts'

export interface Pages {
  readonly directory: string
  /** Of the sources, below the directory. */
  readonly sources: readonly string[]
  /** The plugin's id, or `wasla` for the shell. */
  readonly namespace: string
  /** Of all its texts, in any language. */
  readonly keys: Iterable<string>
}

/** How many texts the pages ask for, and in a sentence each those that nobody has written. */
export function unknownTexts({ directory, sources, namespace, keys }: Pages): {
  asked: number
  findings: string[]
} {
  const known = [...new Set([...keys].flatMap((key) => [key, withoutPlural(key)]))]
  const texts = new Set(known)
  const asked = readSources(directory, sources).flatMap(({ file, source }) =>
    askedTexts(file, source, namespace).map((text) => ({ file, ...text })),
  )
  const findings = asked
    .filter(({ key }) => !(key.includes('${…}') ? known.some((one) => fits(one, key)) : texts.has(key)))
    .map(
      ({ file, line, key }) =>
        `${file}:${line} asks for the text "${key}", which no language has, so people would read the key${nearest(key, known)}.`,
    )
  return { asked: asked.length, findings }
}

function fits(key: string, template: string): boolean {
  const [begin = '', ...rest] = template.split('${…}')
  return key.startsWith(begin) && key.endsWith(rest.at(-1) ?? '') && rest.every((part) => key.includes(part))
}

/** Up to a third of it may be misspelt. */
function nearest(key: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const one = closest(key, known)
  return distance(key, one) <= Math.max(2, key.length / 3) ? `; "${one}" is nearest` : ''
}
