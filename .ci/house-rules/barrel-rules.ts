import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import type { Directive, Statement } from 'oxc-parser'
import { isModule } from '../source/repository-files.ts'
import { lineAt } from './finding.ts'
import type { Finding } from './finding.ts'

/** Exports are enumerated (no `export *`), and only a file named in a package's exports collects those of others. */
export function barrelFindings(file: string, source: string, entries: ReadonlySet<string>): Finding[] {
  if (!isModule(file)) return []
  const { body } = parseSync(file, source).program
  const stars = body
    .filter((statement) => statement.type === 'ExportAllDeclaration' && statement.exported === null)
    .map((statement) => ({
      file,
      line: lineAt(source, statement.start),
      message: 'export * hides what is exported; name each export',
    }))
  const inner = body.length > 0 && body.every(isReexport) && !entries.has(file)
  return inner
    ? [
        ...stars,
        {
          file,
          line: 1,
          message: 'only re-exports, and no package exports it; import from the modules themselves',
        },
      ]
    : stars
}

/** The source modules that the packages under `root` export. */
export function packageEntries(root: string, files: readonly string[]): Set<string> {
  const entries = files
    .filter((file) => /^package(\.template)?\.json$/.test(posix.basename(file)))
    .flatMap((file) => {
      const { exports = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { exports?: unknown }
      return targets(exports).map((target) => posix.join(posix.dirname(file), target))
    })
  return new Set(entries)
}

function targets(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports]
  return exports && typeof exports === 'object' ? Object.values(exports).flatMap(targets) : []
}

function isReexport(statement: Statement | Directive): boolean {
  return (
    statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && statement.source !== null)
  )
}
