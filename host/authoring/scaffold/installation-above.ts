import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder above a plugin's in which Wasla is installed, so that the plugin needs no packages of its own. */
export function installationAbove(directory: string): string | undefined {
  const above = dirname(directory)
  if (above === directory) return undefined
  return existsSync(join(above, 'node_modules/@wasla/host/package.json')) ? above : installationAbove(above)
}
