import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the platform's SQL lies: beside the sources, or one level above `dist` in the package. */
export const platformDirectory =
  [join(import.meta.dirname, 'platform'), join(import.meta.dirname, '..', 'platform')].find((path) =>
    existsSync(join(path, '0001_organizations-and-users.sql')),
  ) ?? join(import.meta.dirname, 'platform')
