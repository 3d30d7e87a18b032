import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The built admin UI; none where the package is not installed, and the API works without it. */
export function adminDirectory(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@wasla/admin-ui/package.json')), 'dist')
  } catch {
    return undefined
  }
}
