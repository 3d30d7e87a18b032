import { StartError } from '../../start-error.ts'

/** Adds an import to a module, after the others. */
export function withImport(source: string, names: string, from: string): string {
  const line = `import { ${names} } from '${from}'`
  if (source.includes(line)) return source
  const last = [...source.matchAll(/^import [^\n]*\n/gm)].at(-1)
  const end = last === undefined ? 0 : last.index + last[0].length
  return `${source.slice(0, end)}${line}\n${source.slice(end)}`
}

/**
 * Adds a value to a section of `plugin.ts`, or makes the section.
 * @throws StartError `not_a_plugin` when it is not written as a table of contents
 */
export function withEntry(source: string, section: string, value: string): string {
  const list = new RegExp(String.raw`(\n {2}${section}: \[)([^\]]*)(\])`)
  if (list.test(source))
    return source.replace(
      list,
      (_match, open: string, values: string, close: string) =>
        `${open}${values.trim() === '' ? '' : `${values.trimEnd().replace(/,$/, '')}, `}${value}${close}`,
    )
  const end = source.lastIndexOf('\n})')
  if (end < 0)
    throw new StartError(
      'not_a_plugin',
      'plugin.ts does not end with the definePlugin({ … }) of a table of contents, so nothing can be added to it; add it by hand.',
    )
  return `${source.slice(0, end)}\n  ${section}: [${value}],${source.slice(end)}`
}
