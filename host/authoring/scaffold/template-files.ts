import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the sources at the root of the repository; in an installed package inside of it. */
const places = ['../../../templates', '../../templates', '../../../../templates'].map((path) =>
  join(import.meta.dirname, path, 'plugin'),
)

/** The files of the template, by their paths. */
export function templateFiles(): Map<string, string> {
  const root = places.find((place) => existsSync(join(place, 'plugin.json')))
  if (root === undefined)
    throw new Error('The template of plugins is missing from @wasla/host; install the package again.')
  const paths = globSync('**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  )
}
