import { existsSync, globSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartError } from '../../start-error.ts'

/** Not written into an import: hosts that only serve need none of its tools. */
const ADMIN_UI = '@wasla/admin-ui'

/**
 * Builds a plugin's pages into `dist-admin/`.
 * @returns whether it has pages
 * @throws StartError `admin_ui_missing`
 */
export async function buildPages(folder: string, tools: string = ADMIN_UI): Promise<boolean> {
  const { buildPluginAdmin } = (await import(tools).catch((cause: unknown) => {
    throw new StartError(
      'admin_ui_missing',
      `Pages are built by ${tools}, which is not installed here; run "npm install --save-dev ${tools}".`,
      { cause },
    )
  })) as { buildPluginAdmin(options: { directory: string }): Promise<boolean> }
  return buildPluginAdmin({ directory: resolve(folder) })
}

/** Builds them when a source is newer than what was built. @returns whether it has pages */
export async function bringPagesUpToDate(directory: string): Promise<boolean> {
  if (!existsSync(join(directory, 'admin/index.tsx'))) return existsSync(manifestOf(directory))
  return arePagesBuilt(directory) || buildPages(directory)
}

export function arePagesBuilt(directory: string): boolean {
  if (!existsSync(manifestOf(directory))) return false
  const built = statSync(manifestOf(directory)).mtimeMs
  const sources = globSync(['admin/**/*', 'contract/**/*'], { cwd: directory })
  return sources.every((file) => statSync(join(directory, file)).mtimeMs <= built)
}

const manifestOf = (directory: string): string => join(directory, 'dist-admin/manifest.json')
