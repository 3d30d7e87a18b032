import { dirname, sep } from 'node:path'
import { platformFolders } from '../../libraries/find-libraries.ts'
import { listedPlugins } from '../../plugins/listed-plugins.ts'

/** The folders of what a host has loaded while it stands by; none where npm installed it, which does not change under a host. */
export function platformSources(): string[] {
  const host = dirname(dirname(import.meta.dirname))
  const plugins = listedPlugins.map(({ directory }) => directory)
  return [host, ...platformFolders(), ...plugins].filter(
    (folder) => !folder.split(sep).includes('node_modules'),
  )
}
