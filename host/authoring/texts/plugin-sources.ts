import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The sources below a directory that fit a pattern, without tests, by name. */
export function readSources(
  directory: string,
  patterns: readonly string[],
): { readonly file: string; readonly source: string }[] {
  return globSync([...patterns], { cwd: directory })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('.spec.'))
    .sort()
    .map((file) => ({ file, source: readFileSync(join(directory, file), 'utf8') }))
}
