import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'

/** One use of the SDK that another contract breaks. */
export interface Breakage {
  readonly file: string
  readonly line: number
  readonly name: string
  /** What happens to it, and what to use instead. */
  readonly message: string
}

/** What an SDK exports, as its API report (`@wasla/sdk/api.md`) tells it: each name, with its deprecation if it has one. */
export function exportsOf(report: string): Map<string, string | undefined> {
  const sections = report.split(/^### /m).slice(1)
  return new Map(
    sections.map((section) => {
      const name = /^`?([\w$]+)`?/.exec(section)?.[1] ?? ''
      const deprecation = /@deprecated\s+([^\n*]+)/.exec(section)?.[1]?.trim()
      return [name, deprecation]
    }),
  )
}

/** @throws StartError `api_report_unreadable` */
export function readReport(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new StartError(
      'api_report_unreadable',
      `The API report ${file} cannot be read, so there is nothing to compare with; name the api.md of an @wasla/sdk.`,
      { cause },
    )
  }
}

/**
 * Looks through a plugin's sources for names that the other SDK does not export, or is about to give up.
 * @throws StartError `not_a_plugin`
 */
export function scanPlugin(directory: string, report: string): { looked: number; breakages: Breakage[] } {
  if (!existsSync(join(directory, 'plugin.json')))
    throw new StartError(
      'not_a_plugin',
      `${directory} has no plugin.json, so there is no plugin to look through; name its folder.`,
    )
  const known = exportsOf(report)
  const files = globSync('**/*.{ts,tsx,mts,js,mjs}', {
    cwd: directory,
    exclude: (path) => /(^|[\\/])(node_modules|dist|dist-admin)$/.test(String(path)),
  })
  const breakages = files.flatMap((file) => {
    const source = readFileSync(join(directory, file), 'utf8')
    return importedNames(source).flatMap(({ name, line }): Breakage[] => {
      if (!known.has(name))
        return [
          {
            file,
            line,
            name,
            message: `"${name}" is not exported by that SDK any more; its changelog names what takes its place.`,
          },
        ]
      const deprecation = known.get(name)
      return deprecation === undefined
        ? []
        : [{ file, line, name, message: `"${name}" goes with the next contract: ${deprecation}` }]
    })
  })
  return { looked: files.length, breakages }
}

function importedNames(source: string): { name: string; line: number }[] {
  const imports = source.matchAll(
    /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*['"]@wasla\/sdk(?:\/testing)?['"]/g,
  )
  return [...imports].flatMap((found) => {
    const line = source.slice(0, found.index).split('\n').length
    return (found[1] ?? '')
      .split(',')
      .map(
        (part) =>
          part
            .trim()
            .replace(/^type\s+/, '')
            .split(/\s+as\s+/)[0] ?? '',
      )
      .filter((name) => name !== '')
      .map((name) => ({ name, line }))
  })
}
