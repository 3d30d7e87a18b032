import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The built admin UI; where the package is not installed, a folder that is not there, and the API works without it. */
export function adminDirectory(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@wasla/admin-ui/package.json')), 'dist')
  } catch {
    return 'admin-ui/dist'
  }
}
