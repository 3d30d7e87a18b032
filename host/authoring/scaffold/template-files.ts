import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the sources at the root of the repository; in an installed package inside of it. */
const places = ['../../../templates', '../../../../templates'].map((path) => join(import.meta.dirname, path))

/** The files of the template, or of one of its parts (`parts/job`), by their paths. */
export function templateFiles(part = 'plugin'): Map<string, string> {
  const templates = places.find((place) => existsSync(join(place, 'plugin/plugin.json')))
  if (templates === undefined)
    throw new Error('The templates of plugins are missing from @wasla/host; install the package again.')
  const root = join(templates, part)
  const paths = globSync('**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  )
}
